/* What a device prints may come from the network: control characters reach no terminal, unless asked for. */
import assert from 'node:assert';
import { test } from 'node:test';
import { visible } from '#toolchain/boards/visible';

test('control characters are shown as text', () => {
  assert.equal(visible('a\x1b]0;title\x07b\x1b[2J\n'), 'a\\x1b]0;title\\x07b\\x1b[2J\n');
  assert.equal(visible('\x9b31m\x7f\x00'), '\\x9b31m\\x7f\\x00');
  assert.equal(visible('back\b\rover\x0b\x0c'), 'back\\x08\\x0dover\\x0b\\x0c');
  assert.equal(visible('user\u202eexe.txt\u2066'), 'user\\u202eexe.txt\\u2066');
});

test('text, tabs and line ends stay as they are', () => {
  assert.equal(visible('a\tb\r\nüber 水 \u{1f600}\n'), 'a\tb\r\nüber 水 \u{1f600}\n');
  assert.equal(visible('\r'), '\\x0d', 'a line that would be written over');
  assert.equal(visible('over\r\r'), 'over\\x0d\\x0d');
});

test('log lines of ESP-IDF keep their colour, and nothing else in them does', () => {
  const green = '\x1b[0;32mI (3) wifi: i\x1b[0m\r\n';
  assert.equal(visible(green, { colours: true }), green);
  assert.equal(visible(green), '\\x1b[0;32mI (3) wifi: i\\x1b[0m\r\n');
  assert.equal(visible('\x1b[0;31mE (3) x: \x1b[8m', { colours: true }), '\x1b[0;31mE (3) x: \\x1b[8m\x1b[0m');
  assert.equal(visible('\x1b[0;31mred\n', { colours: true }), '\\x1b[0;31mred\n');
});
