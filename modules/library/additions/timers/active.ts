/** `timers.active`. */
import timers = require('node:timers');
import { deprecate } from 'node:util';
import { active } from '../../internal/enrolled';

const start = (item: object): void => void active(item);
const instead = 'Please use timeout.refresh() instead.';
Object.assign(timers, { active: deprecate(start, `timers.active() is deprecated. ${instead}`, 'DEP0126') });
