'use strict';
const assert = require('assert');
const path = require('path');

assert.strictEqual(path.join('/a', '..', 'b', './c', ''), '/b/c');
assert.strictEqual(path.join(), '.');
assert.strictEqual(path.normalize('a//b/../../../c/'), '../c/');
assert.strictEqual(path.normalize(''), '.');
assert.strictEqual(path.resolve('/x', 'y', '../z'), '/x/z');
assert.strictEqual(path.resolve('x'), path.join(process.cwd(), 'x'));
assert.strictEqual(path.relative('/a/b/c', '/a/d'), '../../d');
assert.strictEqual(path.dirname('/a'), '/');
assert.strictEqual(path.dirname('a/b//'), 'a');
assert.strictEqual(path.basename('/a/b.html', '.html'), 'b');
assert.strictEqual(path.basename('.html', '.html'), '');
assert.strictEqual(path.basename('a/.html', '.html'), '.html');
assert.strictEqual(path.extname('a.b.c'), '.c');
assert.strictEqual(path.extname('.bashrc'), '');
assert.strictEqual(path.extname('a.'), '.');
assert.deepStrictEqual(path.parse('/media/u/file.txt'), {
  root: '/', dir: '/media/u', base: 'file.txt', ext: '.txt', name: 'file',
});
assert.strictEqual(path.format({ dir: '/d', name: 'n', ext: '.e' }), '/d/n.e');
assert.strictEqual(path.isAbsolute('a'), false);
assert.strictEqual(path.posix, path);
assert.strictEqual(require('path/posix'), path);
assert.strictEqual(require('node:path'), path);
for (const name of ['join', 'resolve', 'normalize', 'dirname', 'basename', 'extname', 'parse', 'isAbsolute']) {
  assert.throws(() => path[name](5), { code: 'ERR_INVALID_ARG_TYPE' }, name);
}
