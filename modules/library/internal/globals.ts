/** Globals of Node that a source which names them brings along: esbuild drops the others, so each has a file. */
export { atob, btoa } from './base64_text';
export { performance } from './performance';
export { structuredClone } from './structured_clone';
export { URL, URLSearchParams } from './whatwg_url';
export { symbolAsyncDispose, symbolDispose } from './dispose';
export { crypto } from './webcrypto';
export { $dateParse, $dateValue } from './date_text';
