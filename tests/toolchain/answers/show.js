'use strict';
/* What a call gave, as a text that depends on nothing but the language: an engine's own words are left out. */

const LIMIT = 160;

/* FNV-1a, 32 bits, of a text's code units. */
function hash(text) {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h >>> 0).toString(16);
}

/* Longer text is its beginning and a hash of all. */
function cut(text) {
  return text.length <= LIMIT ? text : text.slice(0, LIMIT) + '…' + text.length + '#' + hash(text);
}

function show(value, seen) {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'bigint') return value + 'n';
  if (typeof value === 'boolean' || typeof value === 'symbol') return String(value);
  if (typeof value === 'function') return 'function ' + value.name;
  if (seen.indexOf(value) >= 0) return 'circular';
  if (seen.length > 8) return 'deep';
  const below = seen.concat([value]);
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  if (value instanceof Error) return 'error ' + value.name;
  if (tag === 'Date') return 'date ' + value.getTime();
  if (tag === 'RegExp') return 'expression ' + value.source + ' ' + value.flags + ' ' + value.lastIndex;
  if (tag === 'String' || tag === 'Number' || tag === 'Boolean') return tag + ' ' + show(value.valueOf(), below);
  if (tag === 'Map' || tag === 'Set') return tag + show(Array.from(value), below);
  if (tag === 'ArrayBuffer') return tag + show(new Uint8Array(value), below);
  if (ArrayBuffer.isView(value) && tag !== 'DataView') return tag + '[' + Array.prototype.join.call(value, ',') + ']';
  if (Array.isArray(value)) {
    const parts = [];
    for (let i = 0; i < value.length; i++) parts.push(i in value ? show(value[i], below) : '');
    return '[' + parts.join(',') + ']';
  }
  const keys = Object.keys(value).map((key) => key + ':' + show(value[key], below));
  return (tag === 'Object' ? '' : tag) + '{' + keys.join(',') + '}';
}

/* The answer of `call`, and with it what it may have changed. */
exports.answer = function answer(call, touched) {
  let text;
  try {
    text = show(call(), []);
  } catch (error) {
    text = 'throws ' + (error instanceof Error ? error.constructor.name : show(error, []));
  }
  return cut(touched === undefined ? text : text + ' of ' + show(touched, []));
};

/* Numbers below `below`, the same in every run. */
exports.chances = function chances(seed) {
  let state = seed >>> 0;
  return function next(below) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
};
