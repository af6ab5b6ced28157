/** `timers.unenroll`. */
import timers = require('node:timers');
import { deprecate } from 'node:util';
import { unenroll } from '../../internal/enrolled';

const instead = 'Please use clearTimeout instead.';
Object.assign(timers, { unenroll: deprecate(unenroll, `timers.unenroll() is deprecated. ${instead}`, 'DEP0096') });
