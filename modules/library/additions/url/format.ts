/** `url.format`. */
import url = require('../../url');
import legacy = require('../../internal/url_legacy');

Object.assign(url, { format: legacy.format });
