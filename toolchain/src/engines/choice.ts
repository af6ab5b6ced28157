/** The engine of a command that names none: JerryScript where it is installed for the target, else QuickJS. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { boardData, jerryscriptPrefix, packageData, type Engine, type Port } from '../build/paths';

export interface EngineChoice {
  engine: Engine;
  /** For people: why it is this one. */
  why: string;
}

/**
 * As ports/firmware.mk does it: an app and the built-in modules are precompiled by the engine of this computer, so
 * JerryScript has to be there for both the host and the board.
 */
export function engineChoice(port: Port, board?: string): EngineChoice {
  const packed = packageData();
  if (packed !== undefined) {
    return packed.engines.jerryscript === undefined
      ? { engine: 'quickjs', why: 'the one that this package of Tinygram has' }
      : { engine: 'jerryscript', why: 'the engine of small devices; --engine quickjs takes the other' };
  }
  const installed = (target: string): boolean =>
    fs.existsSync(path.join(jerryscriptPrefix(), target, 'lib', 'libjerry-core.a'));
  const targets = boardData(port, board).jerryTargets;
  const target = targets.find(installed);
  if (target !== undefined && installed('host'))
    return { engine: 'jerryscript', why: `it is installed for ${target}; --engine quickjs takes the other` };
  const lacking = installed('host') ? targets[0] : 'host';
  return { engine: 'quickjs', why: `no JerryScript for ${lacking} below ${jerryscriptPrefix()}` };
}

/** The choice, and one line on stderr that says so. */
export function chooseEngine(port: Port, board?: string): Engine {
  const { engine, why } = engineChoice(port, board);
  process.stderr.write(`engine: ${engine} (${why})\n`);
  return engine;
}
