'use strict';
const assert = require('assert');

process.noDeprecation = true;
process.on('warning', () => assert.fail('emitted'));
process.emitWarning('quiet', 'DeprecationWarning');
