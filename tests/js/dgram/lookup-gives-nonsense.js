'use strict';
/* What a lookup of the program's own hands back is checked: EINVAL, by event or callback, never a TypeError of C. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

[undefined, null, 7, ['127.0.0.1'], {}, '', 'localhost'].forEach((nonsense) => {
  const make = () => dgram.createSocket({ type: 'udp4', lookup: (name, family, done) => done(null, nonsense, 4) });
  const label = String(nonsense);

  const binder = make();
  binder.on('error', called('bind ' + label, (error) => {
    assert.strictEqual(error.code, 'EINVAL');
    assert.strictEqual(error.syscall, 'bind');
  }));
  binder.bind(0, 'somewhere');

  let answer = '0.0.0.0';
  const other = dgram.createSocket({ type: 'udp4', lookup: (name, family, done) => done(null, answer, 4) });
  other.bind(0, called('listening ' + label, () => {
    answer = nonsense;
    other.send('x', 9, 'somewhere', called('send ' + label, (error) => {
      assert.strictEqual(error.code, 'EINVAL');
      other.connect(9, 'somewhere', called('connect ' + label, (failure) => {
        assert.strictEqual(failure.code, 'EINVAL');
        other.close();
      }));
    }));
  }));
});
