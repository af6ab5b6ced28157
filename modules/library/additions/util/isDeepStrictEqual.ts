/** `util.isDeepStrictEqual`. */
import util = require('node:util');
import comparisons = require('../../internal/comparisons');

Object.assign(util, { isDeepStrictEqual: comparisons.isDeepStrictEqual });
