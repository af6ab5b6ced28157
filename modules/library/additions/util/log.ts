/** `util.log`, which Node deprecated (DEP0059) and still has: console.log() with the time before it. */
import util = require('node:util');

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Prints the arguments as console.log() does, behind day and time: "29 Nov 09:05:07 - text". */
function log(...args: unknown[]): void {
  const now = new Date();
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map((part) => String(part).padStart(2, '0'));
  console.log('%s %s %s - %s', now.getDate(), months[now.getMonth()], time.join(':'), util.format(...args));
}

Object.assign(util, { log: util.deprecate(log, 'util.log is deprecated.', 'DEP0059') });
