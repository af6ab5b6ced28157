/**
 * What each engine has of the language, as far as a build must know: what esbuild lowers for it. Shown by
 * tests/toolchain/every-construct-means-what-node-means.test.ts: each construct of ES2015 to ES2024, on both.
 */
import type { Engine } from '../build/paths';

export interface EngineSyntax {
  /** For esbuild: the edition, and where the engine has less than that. */
  target: string;
  supported: Record<string, boolean>;
}

/** A bundle has no files to import from at run time. */
const BUNDLED = { 'dynamic-import': false, 'import-meta': true } as const;

/** A literal that the engine refuses would stop the whole script: `new RegExp()` throws where it is run. */
const NEWER_EXPRESSIONS = { 'regexp-set-notation': false, 'regexp-unicode-property-escapes': false } as const;

export const ENGINE_SYNTAX: Record<Engine, EngineSyntax> = {
  quickjs: { target: 'es2022', supported: { ...BUNDLED, ...NEWER_EXPRESSIONS } },
  // More gets another shape: jerryscript/shapes.ts.
  jerryscript: {
    target: 'es2022',
    supported: {
      ...BUNDLED,
      ...NEWER_EXPRESSIONS,
      // Private members of some classes (lru-cache's) are read from freed memory, and `a.#v++` is refused.
      'class-private-accessor': false,
      'class-private-brand-check': false,
      'class-private-field': false,
      'class-private-method': false,
      'class-private-static-accessor': false,
      'class-private-static-field': false,
      'class-private-static-method': false,
      // A literal with the flag s cannot be precompiled.
      'regexp-dot-all-flag': false,
      'regexp-lookbehind-assertions': false,
      'regexp-match-indices': false,
      'regexp-named-capture-groups': false,
    },
  },
};
