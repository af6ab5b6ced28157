/**
 * `path`, with the API of Node 18. A library module: it is in the image of an app that requires it.
 *
 * Differences from Node: paths are POSIX paths; there is no `path.win32`.
 */
declare module 'path' {
  namespace path {
    interface ParsedPath {
      root: string;
      dir: string;
      base: string;
      ext: string;
      name: string;
    }
    interface FormatInputPathObject {
      root?: string | undefined;
      dir?: string | undefined;
      base?: string | undefined;
      ext?: string | undefined;
      name?: string | undefined;
    }
    interface PlatformPath {
      normalize(path: string): string;
      join(...paths: string[]): string;
      /** Relative to `process.cwd()`, which is '/' on a device. */
      resolve(...pathSegments: string[]): string;
      isAbsolute(p: string): boolean;
      relative(from: string, to: string): string;
      dirname(p: string): string;
      basename(p: string, ext?: string): string;
      extname(p: string): string;
      readonly sep: '/';
      readonly delimiter: ':';
      parse(p: string): ParsedPath;
      format(pP: FormatInputPathObject): string;
      toNamespacedPath(path: string): string;
      readonly posix: PlatformPath;
    }
  }
  const path: path.PlatformPath;
  export = path;
}
declare module 'path/posix' {
  import path = require('path');
  export = path.posix;
}
declare module 'node:path' {
  import path = require('path');
  export = path;
}
declare module 'node:path/posix' {
  import path = require('path');
  export = path.posix;
}
