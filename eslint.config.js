// The linter's rules. The type-aware ones matter most: a promise left floating is a message lost
// when Lambda freezes. The core and the protocol are kept pure here too: no clock, chance, timer,
// process or console of their own.

import stylistic from '@stylistic/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const PURE = 'The core is pure: take it from a port (see functions/core/ports.ts).';
const TEXT_ONLY = 'What people wrote is set as text, never as HTML.';

export default defineConfig(
  globalIgnores(['dist/', 'cdk.out/', '.data/', 'screenshots/', '**/*.d.ts', '**/*.d.mts']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // An object type may be an interface or an alias: beside a union, an alias reads better.
      '@typescript-eslint/consistent-type-definitions': 'off',
      // `() => socket.close()` as a callback says more in less.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // An adapter of a port may be async by contract with nothing to await.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // Two and an object beyond; a third is for functions that take their context first.
      'max-params': ['error', 3],
    },
  },
  {
    // Prettier decides layout. It cannot break comments and strings, so their length is a rule.
    files: ['**/*.{ts,tsx,js,mjs}'],
    plugins: { '@stylistic': stylistic },
    rules: {
      // Prettier keeps the import of a single name on one line.
      '@stylistic/max-len': [
        'error',
        {
          code: 100,
          ignoreUrls: true,
          ignoreRegExpLiterals: true,
          ignorePattern: '^import .* from ',
        },
      ],
      curly: ['error', 'multi-line'],
      'no-nested-ternary': 'error',
    },
  },
  {
    files: ['web/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
    },
  },
  {
    files: ['functions/**/*.ts', 'web/**/*.{ts,tsx}', 'infra/**/*.ts'],
    rules: { 'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }] },
  },
  {
    // Tables hold data only.
    files: ['**/*-table.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    files: ['functions/**/*.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['functions/core/**/*.ts', 'functions/protocol/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...[
          'process',
          'console',
          'setTimeout',
          'setInterval',
          'setImmediate',
          'queueMicrotask',
          'performance',
          'Buffer',
          'fetch',
        ].map((name) => ({ name, message: PURE })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: PURE },
        { object: 'Math', property: 'random', message: PURE },
        ...['process', 'console', 'setTimeout', 'setInterval'].map((property) => ({
          object: 'globalThis',
          property,
          message: PURE,
        })),
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: PURE },
        { selector: 'CallExpression[callee.name="Date"]', message: PURE },
      ],
    },
  },
  {
    files: ['web/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'dangerouslySetInnerHTML'].map(
          (property) => ({ property, message: TEXT_ONLY }),
        ),
        { object: 'document', property: 'write', message: TEXT_ONLY },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'JSXAttribute[name.name=/^(dangerouslySetInnerHTML|innerHTML|srcdoc)$/i]',
          message: TEXT_ONLY,
        },
        { selector: 'Property[key.name="dangerouslySetInnerHTML"]', message: TEXT_ONLY },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // Vitest's matchers (`expect.any`, `expect.objectContaining`) are typed any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      // The ports are objects of closures, which tests may take apart.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
