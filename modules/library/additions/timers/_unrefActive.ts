/** `timers._unrefActive`: as active(), of a timer that does not keep the program running. */
import timers = require('node:timers');
import { deprecate } from 'node:util';
import { active } from '../../internal/enrolled';

const start = (item: object): void => void active(item)?.unref();
const instead = 'Please use timeout.refresh() instead.';
Object.assign(timers, {
  _unrefActive: deprecate(start, `timers._unrefActive() is deprecated. ${instead}`, 'DEP0127'),
});
