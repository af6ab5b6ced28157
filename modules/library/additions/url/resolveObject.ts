/** `url.resolveObject`. */
import url = require('../../url');
import legacy = require('../../internal/url_legacy');

Object.assign(url, { resolveObject: legacy.resolveObject });
