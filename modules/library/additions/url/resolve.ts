/** `url.resolve`. */
import url = require('../../url');
import legacy = require('../../internal/url_legacy');

Object.assign(url, { resolve: legacy.resolve });
