import { builtinModules } from 'node:module';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'build/**',
      'node_modules/**',
      'toolchain/templates/**',
      'tests/js/**',
      'tests/net/apps/**',
      'tests/bench/apps/**',
      'tests/faults/**/*.js',
    ],
  },
  ...tseslint.configs.recommended,
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'off',
      'prefer-const': 'error',
      // One way to brace: none around a statement of one line, else braces; all parts of an if and its else alike.
      curly: ['error', 'multi-or-nest', 'consistent'],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'none' }],
    },
  },
  {
    // Nothing waits for a promise by mistake, and none is lost. What node:test returns, its runner waits for.
    files: ['toolchain/src/**/*.{ts,tsx}', 'tests/**/*.ts', 'modules/**/*.ts'],
    ignores: ['**/*.d.ts', 'tests/conformance/standins/**', 'tests/net/lib/agent.ts', 'tests/types/**'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'describe', 'it', 'before', 'after'] },
          ],
        },
      ],
      '@typescript-eslint/no-misused-promises': 'error',
    },
  },
  {
    // One way to name Node's own modules.
    files: ['toolchain/src/**/*.{ts,tsx}', 'tests/**/*.ts'],
    ignores: ['tests/conformance/standins/**', 'tests/native/**', 'tests/net/lib/agent.ts', 'tests/types/**'],
    rules: {
      'no-restricted-imports': ['error', ...builtinModules.map((name) => ({ name, message: `Write "node:${name}".` }))],
    },
  },
  {
    // Modules become ES5 CommonJS on the device: `import x = require()`, prototypes and `arguments` are meant.
    files: ['modules/**/*.ts', 'tests/conformance/standins/**/*.ts', 'tests/net/lib/agent.ts'],
    rules: {
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/no-this-alias': 'off',
      '@typescript-eslint/no-unsafe-function-type': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
      'no-var': 'off',
      'prefer-rest-params': 'off',
      'prefer-spread': 'off',
    },
  },
  {
    // Declarations mirror Node's, which overload and use Function.
    files: ['typings/**/*.d.ts'],
    rules: {
      '@typescript-eslint/no-empty-object-type': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/no-unsafe-declaration-merging': 'off',
      '@typescript-eslint/no-unsafe-function-type': 'off',
      '@typescript-eslint/no-wrapper-object-types': 'off',
      'no-var': 'off',
    },
  },
);
