/** The modules that an app may require without installing them, and those that only Node has. */
import { builtinModules } from 'node:module';
import { publicModules } from './library';

/** The name of a built-in module without "node:". */
export const bareName = (name: string): string => name.replace(/^node:/, '');

export const isBuiltin = (name: string): boolean => publicModules().includes(bareName(name));

/** Whether `name` is a module of Node's that Tinygram does not have. */
export function isLacking(name: string): boolean {
  const bare = bareName(name);
  return (bare !== name || builtinModules.includes(bare)) && !publicModules().includes(bare);
}

/** Why the device lacks a module that one might expect. */
const REASONS: Record<string, string> = {
  async_hooks:
    'neither engine tells of the promises that a function waits for, so AsyncLocalStorage would lose its store at ' +
    'each await. Hand what belongs together on as an argument.',
};

/** What to say of a module that Node has and the device lacks. */
export function lackingModule(name: string): string {
  const why = REASONS[bareName(name)];
  if (why !== undefined) return `"${name}" is a module of Node.js that Tinygram does not have: ${why}`;
  return `"${name}" is a module of Node.js that Tinygram does not have. It has: ${publicModules().join(', ')}.`;
}
