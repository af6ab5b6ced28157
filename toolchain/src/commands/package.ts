/** `tinygram package`, for `make package`: builds all that goes in, then the npm packages. */
import * as fs from 'node:fs';
import { makePackages } from '../build/package';
import { enginesInstalled } from '../build/tools';
import { inRoot, PORTS, displayPath, type Engine } from '../build/paths';
import { buildFirmware } from './build';
import { buildProfileFirmware } from './profile';

/** Builds all programs that the packages have with these engines. */
export async function buildPrograms(engines: readonly Engine[]): Promise<void> {
  for (const engine of engines) {
    for (const port of PORTS) await buildFirmware(port, engine);
    await buildProfileFirmware(engine);
  }
}

/** Leaves tinygram-<version>.tgz and the package of this platform in build/package/, and says how large they are. */
export async function packages(named: Engine[]): Promise<void> {
  const engines = named.length > 0 ? named : enginesInstalled();
  await buildPrograms(engines);
  for (const file of makePackages(inRoot('build', 'package'), engines))
    process.stdout.write(`${displayPath(file)}: ${fs.statSync(file).size} bytes\n`);
}
