'use strict';
const assert = require('assert');
const cases = [
  ['héllo €', 'utf8', '68c3a96c6c6f20e282ac'], ['héllo', 'latin1', '68e96c6c6f'], ['héllo', 'binary', '68e96c6c6f'],
  ['Ā', 'ascii', '00'],
  ['6869', 'hex', '6869'], ['686', 'hex', '68'], ['68zz69', 'hex', '68'], ['AbCd', 'hex', 'abcd'],
  ['aGVsbG8=', 'base64', '68656c6c6f'], ['aGVsbG8', 'base64', '68656c6c6f'],
  ['aG Vs\nbG8=', 'base64', '68656c6c6f'],
  ['-_-_', 'base64', 'fbffbf'], ['+/+/', 'base64url', 'fbffbf'], ['YQ==YQ==', 'base64', '61'],
  ['a€', 'utf16le', '6100ac20'], ['a😀', 'ucs2', '61003dd800de'], ['a', 'UTF-8', '61'], ['', 'hex', '']
];
for (const [text, encoding, hex] of cases) {
  assert.strictEqual(Buffer.from(text, encoding).toString('hex'), hex, text + ' ' + encoding);
}
assert.throws(() => Buffer.from('a', 'nope'), {
  name: 'TypeError', code: 'ERR_UNKNOWN_ENCODING', message: 'Unknown encoding: nope'
});
