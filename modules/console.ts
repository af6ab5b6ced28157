/** Node 18's `console` on the runtime's two streams: log and its kin to stdout, error, warn and trace to stderr. */
import { formatWithOptions, inspect, stackOf } from './internal/inspect';
import { hidden } from './internal/errors';
import { hooks } from './internal/hooks';

declare const process: { emitWarning(warning: string): void };

type Write = (text: string) => void;

const indentStep = '  ';

/** Milliseconds as console.time() shows them. */
function duration(ms: number): string {
  if (ms >= 1000) {
    const seconds = ms / 1000;
    if (seconds < 60) return seconds.toFixed(3) + 's';
    const pad = function (value: number) {
      return (value < 10 ? '0' : '') + value;
    };
    const whole = Math.floor(seconds);
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor(whole / 60) % 60;
    const rest = pad(whole % 60);
    if (hours) return hours + ':' + pad(minutes) + ':' + rest + ' (h:mm:ss)';
    return minutes + ':' + rest + '.' + ('00' + Math.floor((seconds % 1) * 1000)).slice(-3) + ' (m:ss.mmm)';
  }
  return Number(ms.toFixed(3)) + 'ms';
}

/** A table with frames; columns[i] holds the cells below heads[i]. */
function frame(heads: string[], columns: string[][]): string {
  const widths = heads.map(function (head, i) {
    let most = head.length;
    for (const cell of columns[i]) most = Math.max(most, cell.length);
    return most + 2;
  });
  const line = function (left: string, middle: string, right: string) {
    return (
      left +
      widths
        .map(function (size) {
          return '─'.repeat(size);
        })
        .join(middle) +
      right +
      '\n'
    );
  };
  const row = function (cells: string[]) {
    return (
      '│' +
      cells
        .map(function (cell, i) {
          const space = widths[i] - cell.length;
          const before = Math.floor(space / 2);
          return ' '.repeat(before) + cell + ' '.repeat(space - before);
        })
        .join('│') +
      '│\n'
    );
  };
  let text = line('┌', '┬', '┐') + row(heads) + line('├', '┼', '┤');
  for (let i = 0; i < columns[0].length; i++) {
    const cells: string[] = [];
    for (const column of columns) cells.push(column[i] === undefined ? '' : column[i]);
    text += row(cells);
  }
  return text + line('└', '┴', '┘').slice(0, -1);
}

/** console.table(): rows of an array, object, Map or Set. undefined: it has none. */
function table(data: any, wanted?: string[]): string | undefined {
  if (data === null || typeof data !== 'object') return undefined;
  const cell = function (value: unknown) {
    return inspect(value, {
      maxArrayLength: 3,
      breakLength: Infinity,
      depth:
        value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value as object).length > 2
          ? -1
          : 0,
    });
  };
  const isMap = data instanceof Map;
  const isSet = data instanceof Set;
  const indexes: string[] = [];
  const rows: any[] = [];
  const keys: string[] = [];
  if (isMap || isSet) {
    data.forEach(function (value: unknown, key: unknown) {
      indexes.push(String(rows.length));
      if (isMap) keys.push(cell(key));
      rows.push(value);
    });
  } else {
    for (const key of Object.keys(data)) {
      indexes.push(key);
      rows.push(data[key]);
    }
  }
  const heads: string[] = (wanted || []).slice();
  const values: string[] = [];
  let anyPlain = false;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    const plain = row === null || (typeof row !== 'object' && typeof row !== 'function');
    values.push(plain || isMap ? cell(row) : '');
    anyPlain = anyPlain || plain;
    if (!plain && !wanted && !isMap) for (const key of Object.keys(row)) if (heads.indexOf(key) < 0) heads.push(key);
    rows[i] = plain ? {} : row;
  }
  const columns = heads.map(function (head) {
    const column: string[] = [];
    for (const row of rows) column.push(Object.prototype.hasOwnProperty.call(row, head) ? cell(row[head]) : '');
    return column;
  });
  const index = isMap || isSet ? '(iteration index)' : '(index)';
  if (isMap) return frame([index, 'Key', 'Values'], [indexes, keys, values]);
  return frame([index].concat(heads, anyPlain ? ['Values'] : []), [indexes].concat(columns, anyPlain ? [values] : []));
}

function label(name: unknown): string {
  return name === undefined ? 'default' : String(name);
}

/** Adds the methods of a console that writes with out and err to target. */
function build<T extends object>(self: T, out: Write, err: Write) {
  const target: any = self;
  let indent = '';
  const counts: { [label: string]: number } = Object.create(null);
  const times: { [label: string]: number } = Object.create(null);
  const clock = native('process');

  const print = function (write: Write, text: string) {
    write((indent ? indent + text.split('\n').join('\n' + indent) : text) + '\n');
  };
  const show = function (args: ArrayLike<unknown>) {
    return formatWithOptions.apply(null, [{}].concat(Array.prototype.slice.call(args)) as any);
  };
  const log = function () {
    print(out, show(arguments));
  };
  const warn = function () {
    print(err, show(arguments));
  };
  const group = function () {
    if (arguments.length) target.log.apply(target, arguments);
    indent += indentStep;
  };
  const elapsed = function (name: unknown, command: string): string | undefined {
    const start = times[label(name)];
    if (start !== undefined) return label(name) + ': ' + duration((clock.uptimeUs() - start) / 1000);
    process.emitWarning("No such label '" + label(name) + "' for console." + command + '()');
    return undefined;
  };
  return Object.assign(self, {
    log: log,
    info: log,
    debug: log,
    dirxml: log,
    error: warn,
    warn: warn,
    trace: function () {
      const trace = new Error(arguments.length ? show(arguments) : '');
      trace.name = 'Trace';
      print(err, stackOf(trace).replace(/^Error/, 'Trace'));
    },
    assert: function (value?: unknown) {
      if (value) return;
      const rest: unknown[] = Array.prototype.slice.call(arguments, 1);
      if (typeof rest[0] === 'string') rest[0] = 'Assertion failed: ' + rest[0];
      else rest.unshift('Assertion failed');
      target.warn.apply(target, rest);
    },
    dir: function (value: unknown, options?: object) {
      print(out, inspect(value, Object.assign({ customInspect: false }, options)));
    },
    table: function (data: unknown, columns?: string[]) {
      const text = table(data, columns);
      if (text === undefined) target.log(data);
      else print(out, text);
    },
    count: function (name?: unknown) {
      const key = label(name);
      counts[key] = (counts[key] || 0) + 1;
      target.log(key + ': ' + counts[key]);
    },
    countReset: function (name?: unknown) {
      const key = label(name);
      if (counts[key] === undefined) process.emitWarning("Count for '" + key + "' does not exist");
      else delete counts[key];
    },
    group: group,
    groupCollapsed: group,
    groupEnd: function () {
      indent = indent.slice(indentStep.length);
    },
    time: function (name?: unknown) {
      const key = label(name);
      if (times[key] === undefined) times[key] = clock.uptimeUs();
      else process.emitWarning("Label '" + key + "' already exists for console.time()");
    },
    timeLog: function (name?: unknown) {
      const text = elapsed(name, 'timeLog');
      if (text !== undefined) target.log.apply(target, [text].concat(Array.prototype.slice.call(arguments, 1)));
    },
    timeEnd: function (name?: unknown) {
      const text = elapsed(name, 'timeEnd');
      delete times[label(name)];
      if (text !== undefined) target.log(text);
    },
  });
}

const binding = native('console');

/** new Console(stdout, stderr) or new Console({ stdout, stderr }), of anything with write(text). */
function Console(this: any, streams: any, stderr?: any): any {
  const out = streams && typeof streams.write === 'function' ? streams : streams && streams.stdout;
  const err = (out === streams ? stderr : streams.stderr) || out;
  const self = this instanceof Console ? this : Object.create(Console.prototype);
  return build(
    self,
    function (text) {
      out.write(text);
    },
    function (text) {
      err.write(text);
    },
  );
}

/** As in Node, through process.stdout and stderr, whose write() a program may replace. */
function writer(fd: 1 | 2): Write {
  return function (text) {
    const stream = hooks.streams && hooks.streams[fd];
    if (stream === undefined) {
      binding.write(fd, text);
      return;
    }
    try {
      stream.write(text);
    } catch (_) {
      /* As in Node: console's output that cannot be written is nobody's error. */
    }
  };
}

const console = build({ Console: Console }, writer(1), writer(2));
hidden(console, Symbol.toStringTag, 'console');

export = console;
