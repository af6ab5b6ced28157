'use strict';
const assert = require('assert');
const dc = require('diagnostics_channel');

const channel = dc.channel('app.reading');
assert.strictEqual(dc.channel('app.reading'), channel);
assert.strictEqual(dc.hasSubscribers('app.reading'), false);
assert.throws(() => dc.channel(5), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => channel.subscribe('no function'), { code: 'ERR_INVALID_ARG_TYPE' });

const heard = [];
const hear = (message, name) => heard.push([message.value, name]);
channel.publish({ value: 1 });
dc.subscribe('app.reading', hear);
assert.strictEqual(channel.hasSubscribers, true);
channel.publish({ value: 2 });
assert.strictEqual(dc.unsubscribe('app.reading', hear), true);
assert.strictEqual(dc.unsubscribe('app.reading', hear), false);
channel.publish({ value: 3 });
assert.deepStrictEqual(heard, [[2, 'app.reading']]);

/* What a subscriber throws is its own matter: the next one hears the message, the publisher nothing. */
let uncaught = 0;
process.on('uncaughtException', (error) => {
  assert.strictEqual(error.message, 'in a subscriber');
  uncaught++;
});
let second = 0;
channel.subscribe(() => {
  throw new Error('in a subscriber');
});
channel.subscribe(() => second++);
channel.publish({});
assert.strictEqual(second, 1);

const order = [];
const trace = dc.tracingChannel('step');
const handlers = {};
for (const event of ['start', 'end', 'asyncStart', 'asyncEnd', 'error']) handlers[event] = () => order.push(event);
trace.subscribe(handlers);
assert.strictEqual(
  trace.traceSync((a) => a + 1, {}, null, 4),
  5,
);
assert.throws(() => trace.traceSync(() => assert.fail('thrown')), /thrown/);
assert.deepStrictEqual(order.splice(0), ['start', 'end', 'start', 'error', 'end']);
trace.traceCallback(
  (callback) => callback(null, 'done'),
  0,
  {},
  null,
  (error, result) => order.push(result),
);
assert.deepStrictEqual(order.splice(0), ['start', 'asyncStart', 'done', 'asyncEnd', 'end']);
trace
  .tracePromise(async () => 'kept')
  .then((result) => {
    assert.strictEqual(result, 'kept');
    assert.deepStrictEqual(order, ['start', 'end', 'asyncStart', 'asyncEnd']);
    assert.strictEqual(trace.unsubscribe(handlers), true);
  });

process.on('exit', () => assert.strictEqual(uncaught, 1));
