/**
 * The first thing that the command loads: an older Node.js than package.json asks for would fail anywhere, with a
 * stack. For that it must be text that such a Node.js reads.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';

const manifest = path.join(__dirname, '..', '..', 'package.json');
const { engines } = JSON.parse(fs.readFileSync(manifest, 'utf8')) as { engines: { node: string } };
const numbers = (text: string): number[] => (text.match(/\d+/g) ?? []).map(Number);
const [wanted = 0, wantedMinor = 0] = numbers(engines.node);
const [major = 0, minor = 0] = numbers(process.version);

if (major < wanted || (major === wanted && minor < wantedMinor)) {
  process.stderr.write(
    `Tinygram needs Node.js ${wanted}.${wantedMinor} or newer; this is ${process.version} (${process.execPath}).\n`,
  );
  process.exit(1);
}
