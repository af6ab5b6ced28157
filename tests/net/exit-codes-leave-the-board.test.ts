import assert from 'node:assert';
import { onTargets } from './lib/app';

const SOURCE = `
switch (process.env.WAY) {
  case 'exit': process.exit(42); break;
  case 'exitCode': process.exitCode = 43; break;
  case 'throw': throw new TypeError('thrown');
  case 'later': setTimeout(() => { throw new Error('thrown later'); }, 5); break;
  case 'reject': Promise.reject(new Error('rejected')); break;
  case 'handler': process.on('uncaughtException', () => { throw new Error('handler'); }); throw new Error('first');
  case 'handled':
    process.on('uncaughtException', (error: Error) => console.log('caught ' + error.message));
    throw new Error('x');
  case 'args': console.log(process.argv.slice(2).join('|')); break;
}
`;

onTargets('the way an app ends gives the exit code', SOURCE, async (app) => {
  const ends = async (way: string, code: number, says: RegExp): Promise<void> => {
    const run = await app.run([`env.WAY=${way}`]);
    assert.deepStrictEqual([way, run.code, run.reason], [way, code, 'exit'], run.output);
    assert.match(run.output, says);
  };
  await ends('plain', 0, /^$/);
  await ends('exit', 42, /^$/);
  await ends('exitCode', 43, /^$/);
  await ends('throw', 1, /TypeError: thrown/);
  await ends('later', 1, /Error: thrown later/);
  await ends('reject', 1, /Error: rejected/);
  await ends('handler', 7, /Error: handler/);
  await ends('handled', 0, /^caught x\r?\n$/);
  const unknown = await app.run(['nonsense=1']);
  assert.strictEqual(unknown.code, 74, unknown.output);
  assert.match(unknown.output, /nonsense/);
});
