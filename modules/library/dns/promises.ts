/** `dns/promises`: `dns.promises`. */
import dns = require('node:dns');

export = dns.promises;
