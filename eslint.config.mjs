// SPDX-License-Identifier: Apache-2.0
import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import { rows } from './tools/workspace/rows.mjs';

// A package imports only from rows above its own (CONTRIBUTING.md lists them from the bottom up).
const rowConstraints = rows.map((row, index) => ({
  sourceTag: `row:${row}`,
  onlyDependOnLibsWithTags: rows.slice(0, index).map((above) => `row:${above}`),
}));

export default tseslint.config(
  { ignores: ['**/dist/**', '**/generated/**', '**/node_modules/**', '.nx/**', '**/.cache/**', '**/.stackport/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['vitest.config.ts', 'vitest.e2e.config.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allow: [],
          depConstraints: [
            { sourceTag: 'type:lib', onlyDependOnLibsWithTags: ['type:lib'] },
            { sourceTag: 'type:domain', onlyDependOnLibsWithTags: ['type:lib', 'type:domain'] },
            { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:lib', 'type:domain'] },
            { sourceTag: 'scope:shared', onlyDependOnLibsWithTags: ['scope:shared'] },
            {
              sourceTag: 'scope:keystone',
              onlyDependOnLibsWithTags: ['scope:shared', 'scope:keystone', 'scope:standalone', 'scope:testing'],
            },
            {
              // A lone service brings the embedded identity with it (no operator's Keystone is configured).
              sourceTag: 'scope:glance',
              onlyDependOnLibsWithTags: [
                'scope:shared',
                'scope:glance',
                'scope:keystone',
                'scope:standalone',
                'scope:testing',
              ],
            },
            {
              sourceTag: 'scope:cinder',
              onlyDependOnLibsWithTags: [
                'scope:shared',
                'scope:cinder',
                'scope:keystone',
                'scope:standalone',
                'scope:testing',
              ],
            },
            {
              sourceTag: 'scope:nova',
              onlyDependOnLibsWithTags: [
                'scope:shared',
                'scope:nova',
                'scope:keystone',
                'scope:standalone',
                'scope:testing',
              ],
            },
            {
              sourceTag: 'scope:placement',
              onlyDependOnLibsWithTags: [
                'scope:shared',
                'scope:placement',
                'scope:keystone',
                'scope:standalone',
                'scope:testing',
              ],
            },
            ...rowConstraints,
          ],
        },
      ],
      // Python's names stay as they are on the wire: numbers and booleans in texts are meant.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // Nest's modules and the classes of its handlers carry their meaning in decorators.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/unified-signatures': 'off',
      // Interfaces promise a Promise; an implementation that needs no await still has to be async to reject.
      '@typescript-eslint/require-await': 'off',
      // Libraries declare their option bags as classes; nobody constructs those.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.test.ts'],
    rules: { 'max-lines': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        Buffer: 'readonly',
      },
    },
  },
);
