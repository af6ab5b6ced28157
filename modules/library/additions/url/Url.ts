/** `url.Url`. */
import url = require('../../url');
import legacy = require('../../internal/url_legacy');

Object.assign(url, { Url: legacy.Url });
