/** `make lint` finds where a module and its typing differ: faults put into one of the two, and what it says. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { test } from 'node:test';
import { inRoot } from '#toolchain/build/paths';
import { typedModuleErrors } from '../lint/typed_modules';

interface Fault {
  what: string;
  file: string;
  from: string;
  to: string;
  says: RegExp;
}

const FAULTS: Fault[] = [
  {
    what: 'a method that the typing alone has',
    file: 'typings/dgram.d.ts',
    from: '    disconnect(): void;',
    to: '    disconnect(): void;\n    nonesuch(text: string): number;',
    says: /^module dgram: .*\.nonesuch is not in the code/,
  },
  {
    what: 'a method that the code has lost',
    file: 'modules/library/net.ts',
    from: "  addAddress(address: string | SocketAddress, family: string = 'ipv4'): void {",
    to: "  added(address: string | SocketAddress, family: string = 'ipv4'): void {",
    says: /^module net: .*\.addAddress is not in the code/,
  },
  {
    what: 'a function that gives another type',
    file: 'typings/net.d.ts',
    from: 'function isIP(input: string): number;',
    to: 'function isIP(input: string): Date;',
    says: /^module net: isIP\(\) is .*, the typing says Date/,
  },
  {
    what: 'a method that gives another type',
    file: 'modules/internal/dgram.ts',
    from: '  getSendQueueSize(): number;',
    to: '  getSendQueueSize(): string;',
    says: /^module dgram: .*\.getSendQueueSize\(\) is string, the typing says number/,
  },
  {
    what: 'a promise of another type',
    file: 'typings/events.d.ts',
    from: 'Promise<any[]>',
    to: 'Promise<string>',
    says: /^module events: once\(\)<0> is any\[\], the typing says string/,
  },
  {
    what: 'a parameter that the code does not take',
    file: 'typings/querystring.d.ts',
    from: 'function unescape(str: string): string;',
    to: 'function unescape(str: Date): string;',
    says: /^module querystring: unescape does not take what the typing says/,
  },
  {
    what: 'a parameter that the code needs and the typing leaves out',
    file: 'modules/library/path.ts',
    from: 'function dirname(path: string): string {',
    to: 'function dirname(path: string, at: number): string {',
    says: /^module path: dirname does not take what the typing says/,
  },
  {
    what: 'a constant that the code lacks',
    file: 'modules/dns.ts',
    from: "  NOTFOUND: 'ENOTFOUND',\n",
    to: '',
    says: /^module dns: the typing has NOTFOUND, the code not/,
  },
  {
    what: 'a constant of another value',
    file: 'modules/dns.ts',
    from: "NOTFOUND: 'ENOTFOUND'",
    to: "NOTFOUND: 'ENOTFOUD'",
    says: /^module dns: NOTFOUND is "ENOTFOUD", the typing says "ENOTFOUND"/,
  },
  {
    what: 'an addition that gives another type',
    file: 'typings/crypto.d.ts',
    from: 'function getHashes(): string[];',
    to: 'function getHashes(): string;',
    says: /^module crypto: getHashes\(\) is string\[\], the typing says string/,
  },
  {
    what: 'a global of another type',
    file: 'typings/globals.d.ts',
    from: 'timeout(milliseconds: number): AbortSignal;',
    to: 'timeout(milliseconds: number): Event;',
    says: /^module globals: AbortSignal\.timeout\(\)\.\w+ is not in the code/,
  },
  {
    what: 'an export that has lost its type',
    file: 'modules/os.ts',
    from: 'export function loadavg(): number[] {',
    to: 'export function loadavg(): any {',
    says: /places without a type, at most \d+ are allowed/,
  },
];

test('nothing differs', () => assert.deepEqual(typedModuleErrors(inRoot()), []));

for (const { what, file, from, to, says } of FAULTS) {
  test(`lint finds ${what}`, () => {
    const text = fs.readFileSync(inRoot(file), 'utf8');
    assert.ok(text.includes(from), `${file} has not ${from}`);
    const errors = typedModuleErrors(inRoot(), new Map([[inRoot(file), text.replace(from, () => to)]]));
    assert.ok(
      errors.some((error) => says.test(error)),
      `lint said ${JSON.stringify(errors)}`,
    );
  });
}
