/** `url.parse`. */
import url = require('../../url');
import legacy = require('../../internal/url_legacy');

Object.assign(url, { parse: legacy.parse });
