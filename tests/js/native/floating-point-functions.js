'use strict';
const assert = require('assert');

// A board's C library computes them.

const same = (got, expected, text) => assert(Object.is(got, expected), `${text}: ${got} instead of ${expected}`);

// Exact, and what a value alone decides: zeros with their signs, infinities, NaN.
[
  ['sqrt', 0, 0], ['sqrt', -0, -0], ['sqrt', 4, 2], ['sqrt', 2, 1.4142135623730951], ['sqrt', -1, NaN],
  ['sqrt', Infinity, Infinity], ['sqrt', 5e-324, 2.2227587494850775e-162],
  ['sqrt', 1.7976931348623157e308, 1.3407807929942596e154],
  ['floor', 1.5, 1], ['floor', -1.5, -2], ['floor', -0, -0], ['floor', -0.5, -1], ['floor', 1e300, 1e300],
  ['ceil', 1.5, 2], ['ceil', -1.5, -1], ['ceil', -0.5, -0], ['ceil', 0.5, 1], ['ceil', -Infinity, -Infinity],
  ['exp', 0, 1], ['exp', -Infinity, 0], ['exp', 710, Infinity], ['exp', -746, 0], ['exp', NaN, NaN],
  ['expm1', -0, -0], ['expm1', -Infinity, -1], ['expm1', Infinity, Infinity], ['expm1', 1e-20, 1e-20],
  ['log', 1, 0], ['log', 0, -Infinity], ['log', -1, NaN], ['log', Infinity, Infinity],
  ['log1p', -0, -0], ['log1p', -1, -Infinity], ['log1p', -2, NaN], ['log1p', Infinity, Infinity],
  ['log1p', 1e-20, 1e-20],
  ['log10', 1000, 3], ['log10', 0, -Infinity], ['log10', -1, NaN], ['log2', 8, 3],
  ['sin', -0, -0], ['sin', Infinity, NaN], ['cos', 0, 1], ['cos', -Infinity, NaN], ['tan', -0, -0], ['tan', NaN, NaN],
  ['asin', -0, -0], ['asin', 1.1, NaN], ['asin', 1, Math.PI / 2], ['acos', 1, 0], ['acos', -1, Math.PI],
  ['acos', 2, NaN],
  ['atan', -Infinity, -Math.PI / 2], ['sinh', -0, -0], ['sinh', -Infinity, -Infinity], ['sinh', 711, Infinity],
  ['cosh', 0, 1], ['cosh', -Infinity, Infinity], ['tanh', -0, -0], ['tanh', Infinity, 1], ['tanh', -400, -1],
  ['asinh', -0, -0], ['asinh', -Infinity, -Infinity], ['acosh', 1, 0], ['acosh', 0.5, NaN], ['acosh', -1e300, NaN],
  ['atanh', -0, -0], ['atanh', 1, Infinity], ['atanh', -1, -Infinity], ['atanh', 1.5, NaN], ['cbrt', -0, -0],
].forEach(([name, x, expected]) => same(Math[name](x), expected, `${name}(${x})`));

[
  [5.5, 2, 1.5], [-5.5, 2, -1.5], [5, -3, 2], [-4, 2, -0], [1, 0, NaN], [Infinity, 2, NaN], [3, Infinity, 3],
  [5e-324, 1e-320, 5e-324], [0.3, 0.1, 0.09999999999999998], [NaN, 1, NaN],
].forEach(([x, y, expected]) => same(x % y, expected, `${x} % ${y}`));

[
  [2, 10, 1024], [2, -1074, 5e-324], [2, 1024, Infinity], [-2, 3, -8], [-8, 1 / 3, NaN], [0, -1, Infinity],
  [-0, -3, -Infinity],
  [0.5, Infinity, 0], [1, Infinity, NaN], [NaN, 0, 1], [-Infinity, 3, -Infinity], [10, 308, 1e308], [9, 0.5, 3],
].forEach(([x, y, expected]) => same(Math.pow(x, y), expected, `pow(${x}, ${y})`));

same(Math.hypot(3, 4), 5, 'hypot(3, 4)');
same(Math.atan2(-0, -1), -Math.PI, 'atan2(-0, -1)');

// The rest as near as the standard leaves it to an engine: here within 4 units of the last place.
[
  ['exp', 1, Math.E], ['exp', -20.5, 1.2501528663867426e-9], ['expm1', 1e-5, 0.000010000050000166668],
  ['log', 10, 2.302585092994046],
  ['log1p', 1e-5, 0.000009999950000333332], ['sin', 1, 0.8414709848078965], ['sin', 1e22, -0.8522008497671888],
  ['sin', -1e6, 0.3499935021712929], ['cos', 1e300, -0.5753861119575491], ['cos', 2, -0.4161468365471424],
  ['sin', 1.7976931348623157e308, 0.004961954789184062], ['tan', 1, 1.5574077246549023],
  ['tan', -1e10, 0.5583496378112418],
  ['asin', 0.5, 0.5235987755982989], ['asin', -0.001, -0.0010000001666667416], ['acos', 0.5, 1.0471975511965979],
  ['acos', 0.99999, 0.0044721396817777506], ['atan', 2, 1.1071487177940904], ['sinh', 1, 1.1752011936438014],
  ['sinh', 1e-4, 0.00010000000016666667], ['cosh', 2, 3.7621956910836314], ['cosh', -710, 1.1169973830808557e308],
  ['tanh', 0.1, 0.09966799462495582], ['asinh', 1e-3, 0.0009999998333334084], ['asinh', -1e20, -46.74484904044086],
  ['acosh', 1.5, 0.9624236501192069], ['acosh', 1e20, 46.74484904044086], ['atanh', 0.5, 0.5493061443340548],
  ['cbrt', -27, -3], ['cbrt', 2, 1.2599210498948732], ['log2', 10, 3.321928094887362], ['log10', 2, 0.3010299956639812],
].forEach(([name, x, expected]) => {
  const got = Math[name](x);
  const near = Math.abs(got - expected) <= 4 * 2.220446049250313e-16 * Math.abs(expected);
  assert(near, `${name}(${x}): ${got} instead of ${expected}`);
});
