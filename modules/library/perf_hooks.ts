/** Node 18's `perf_hooks`: `performance` and its entries; no observers and histograms. */
import shared = require('./internal/performance');

const { performance, PerformanceEntry } = shared;

export = { performance, PerformanceEntry };
