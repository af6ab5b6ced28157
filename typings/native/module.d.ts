/** What a built-in module finds beside `native`: `require` for lazy loading, of relative names as in `import`. */
declare function require(id: string): any;
