/** `tinygram doctor`: what this machine has and lacks, and the command that brings what is missing. */
import { visibleJson } from '../boards/visible';
import { machineChecks, toolVersions } from '../build/tools';

/** Prints the report, as text or as JSON. Returns the exit code: 1 when something is missing. */
export function doctor(options: { json?: boolean }): number {
  const checks = machineChecks();
  const bad = checks.filter(({ good }) => !good);
  if (options.json) {
    process.stdout.write(`${visibleJson({ versions: toolVersions(), checks })}\n`);
    return bad.length === 0 ? 0 : 1;
  }
  for (const { name, version } of toolVersions()) process.stdout.write(`${name} ${version}\n`);
  process.stdout.write('\n');
  for (const { what, needed, good, found, remedy } of checks) {
    process.stdout.write(`${good ? 'ok     ' : 'missing'} ${what}: ${found}\n`);
    if (good) continue;
    process.stdout.write(`        needed for: ${needed}\n`);
    if (remedy !== undefined) process.stdout.write(`        ${remedy}\n`);
  }
  return bad.length === 0 ? 0 : 1;
}
