/** `timers.enroll`. */
import timers = require('node:timers');
import { deprecate } from 'node:util';
import { enroll } from '../../internal/enrolled';

const instead = 'Please use setTimeout instead.';
Object.assign(timers, { enroll: deprecate(enroll, `timers.enroll() is deprecated. ${instead}`, 'DEP0095') });
