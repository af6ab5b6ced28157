/*
 * All kinds of work, as a program does them. From the line "faults: begin" on one allocation fails. Then either the
 * program ends for want of memory, or each call here has its one answer: a value, a RangeError that is caught where
 * something large was asked for, or a code of the network's pools. A datagram may be lost, as any may.
 */
'use strict';
const dgram = require('dgram');
const dns = require('dns');

/** What the network answers when one of its pools is empty, and DNS when a question or an answer got lost by that. */
const POOL_CODES = ['ENOBUFS', 'EAI_MEMORY', 'EAI_AGAIN', 'ETIMEOUT', 'ENOMEM'];
const waiting = new Set();

function fail(text) {
  console.error('scenario: ' + text);
  process.exitCode = 1;
}

/** `callback`, which is to be called once. */
function once(name, callback) {
  if (waiting.has(name)) fail(name + ' is used twice');
  waiting.add(name);
  return (...args) => {
    if (!waiting.delete(name)) fail(name + ' is called twice');
    if (args[0] instanceof Error && !POOL_CODES.includes(args[0].code)) fail(name + ': ' + args[0].stack);
    return callback(...args);
  };
}

/** Runs `make`, which asks for something large. */
function large(name, make) {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RangeError)) fail(name + ': ' + error.stack);
    return undefined;
  }
}

/** Runs `call`, which asks the network's pools for something. */
function pool(name, call) {
  try {
    return call();
  } catch (error) {
    if (!POOL_CODES.includes(error.code)) fail(name + ': ' + error.stack);
    return undefined;
  }
}

process.on('uncaughtException', (error) => fail('uncaught: ' + (error && error.stack)));
process.on('exit', () => {
  for (const name of waiting) fail(name + ' is never called');
});

/** A socket bound to the loopback, or none where a pool is empty. */
function bound(name, port, then) {
  const socket = dgram.createSocket({ type: 'udp4', reuseAddr: true });
  const answer = once(name + ' bound', (error) => {
    socket.removeAllListeners('error');
    socket.on('error', (late) => {
      if (!POOL_CODES.includes(late.code)) fail(name + ': ' + late.stack);
    });
    if (error) socket.close(once(name + ' closed', () => undefined));
    then(error ? undefined : socket);
  });
  socket.once('error', answer);
  socket.bind(port, '127.0.0.1', () => answer());
}

/** Sends `data` until its echo of `size` bytes comes, or three times. */
function echo(name, data, size, port, then) {
  bound(name, 0, (socket) => {
    if (!socket) return then();
    let tries = 0;
    const done = once(name + ' done', () => {
      clearTimeout(timer);
      socket.close(once(name + ' closed', then));
    });
    const again = () => {
      if (++tries > 3) return done();
      socket.send(
        data,
        port,
        '127.0.0.1',
        once(name + ' sent ' + tries, () => undefined),
      );
      timer = setTimeout(again, 25);
    };
    let timer;
    socket.on('message', (message) => {
      if (message.length === size && waiting.has(name + ' done')) done();
    });
    again();
  });
}

function echoes(then) {
  bound('server', 0, (server) => {
    if (!server) return then();
    server.on('message', (message, from) => server.send(message, from.port, from.address));
    const port = server.address().port;
    const big = large('a buffer', () => Buffer.alloc(9000, 'b')) || Buffer.alloc(900);
    const list = ['a list of strings, ', Buffer.from('and bytes, '), 'and strings ', ...'0123456789'];
    const cases = [
      ['short', 'sixty bytes or so of text', 25],
      ['text', 'text of its own memory '.repeat(20), 460],
      ['list', list, Buffer.concat(list.map((piece) => Buffer.from(piece))).length],
      ['fragments', big, big.length],
    ];
    const next = () => {
      const row = cases.shift();
      if (row) echo(row[0], row[1], row[2], port, next);
      else server.close(once('server closed', then));
    };
    next();
  });
}

/** A name server on the loopback and a look-up by it. */
function names(then) {
  bound('name server', 5353, (server) => {
    if (!server) return then();
    server.on('message', (query, from) => {
      const end = 12 + '_faults_test_'.length + 4; // of the question
      const isA = query.readUInt16BE(end - 4) === 1;
      const head = Buffer.from('8180000100000000', 'hex'); // a response, one question
      head[5] = isA ? 1 : 0; // answers
      const record = Buffer.from('c00c00010001000000050004c0000207', 'hex');
      const parts = [query.subarray(0, 2), head, Buffer.alloc(2), query.subarray(12, end)];
      server.send(isA ? [...parts, record] : parts, from.port, from.address);
    });
    dns.setServers(['127.0.0.1:5353']);
    dns.resolve4(
      'faults.test',
      once('resolve4', (error, addresses) => {
        if (!error && addresses[0] !== '192.0.2.7') fail('resolve4 gives ' + addresses);
        dns.lookup(
          '127.0.0.1',
          once('lookup', () => server.close(once('name server closed', then))),
        );
      }),
    );
  });
}

function timers(then) {
  let left = 6;
  const one = () => {
    if (--left === 0) then();
  };
  const many = Array.from({ length: 20 }, (_, i) => i);
  setTimeout(
    once('timeout', (...args) => {
      if (args.length !== 20) fail('the timeout has ' + args.length + ' arguments');
      one();
    }),
    1,
    ...many,
  );
  setImmediate(once('immediate', one), 1, 2);
  process.nextTick(
    once('tick', (...args) => {
      if (args.length !== 20) fail('the tick has ' + args.length + ' arguments');
      one();
    }),
    ...many,
  );
  queueMicrotask(once('microtask', one));
  Promise.reject(new Error('expected')).catch(
    once('rejection', (error) => {
      if (error.message !== 'expected') fail('rejected with ' + error.stack);
      one();
    }).bind(null, Object.assign(new Error('expected'), { code: 'ENOBUFS' })),
  );
  let turns = 0;
  const over = once('interval', one);
  const interval = setInterval(() => {
    if (++turns < 3) return;
    clearInterval(interval);
    over();
  }, 1);
}

function json() {
  const rows = [];
  for (let i = 0; i < 120; i++) rows.push({ name: 'row ' + i, values: [i, i / 2, -i], nested: { on: i % 2 === 0 } });
  const text = large('stringify', () => JSON.stringify(rows));
  const back = text && large('parse', () => JSON.parse(text));
  if (back && (back.length !== 120 || back[7].values[1] !== 3.5)) fail('JSON is not what it was');
  large('base64', () => Buffer.alloc(12000, 'x').toString('base64'));
  large('hex', () => Buffer.from('ab'.repeat(6000), 'hex'));
  large('repeat', () => 'long '.repeat(4000).split(' '));
}

function memberships(then) {
  bound('member', 0, (socket) => {
    if (!socket) return then();
    pool('member', () => socket.addMembership('239.1.2.3', '127.0.0.1'));
    pool('option', () => socket.setMulticastTTL(3));
    socket.close(once('member closed', () => setTimeout(once('reports gone', then), 20)));
  });
}

/** Modules and functions that are first loaded now: what loads does so whole, and a second time too. */
function code() {
  const loaders = [
    () => require('util'),
    () => require('os'),
    () => require('console'),
    () => require('timers/promises'),
  ];
  for (const load of loaders) {
    const loaded = load();
    if (load() !== loaded || Object.keys(loaded).length < 3) fail('a module is half loaded: ' + load);
  }
  if (require('util').format('%s %d', 'a', 1) !== 'a 1') fail('util is half loaded');
  for (const name of ['Map', 'Set', 'Promise', 'JSON', 'Math', 'Uint8Array', 'Error', 'Symbol', 'Date', 'RegExp']) {
    if (globalThis[name] === undefined) fail(name + ' is undefined');
  }
  if (new Function('a', 'return a + 1')(1) !== 2) fail('a new function does not run');
}

/** Errors with a stack, one thrown while another is written, and one of the native part. */
function errors() {
  const deep = (n) => {
    if (n === 0) throw new TypeError('at the bottom');
    deep(n - 1);
  };
  const wicked = {
    get message() {
      return deep(2);
    },
  };
  for (const call of [() => deep(8), () => null.property, () => Error.captureStackTrace(wicked), () => dns.lookup(5)]) {
    try {
      call();
    } catch (error) {
      if (!(error instanceof TypeError)) fail('thrown: ' + (error && error.stack));
      else if (!error.stack.includes(error.message)) fail('a stack without its message: ' + error.stack);
    }
  }
}

console.log('faults: begin');
code();
errors();
timers(
  once('timers', () => {
    json();
    echoes(once('echoes', () => names(once('names', () => memberships(once('memberships', () => undefined))))));
  }),
);
