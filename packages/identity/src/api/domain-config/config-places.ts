// SPDX-License-Identifier: Apache-2.0
/** Which part of a configuration a path is about. */
export interface ConfigPlace {
  /** Ends the class names of the operations. */
  readonly name: string;
  readonly path: string;
}

export const configPlaces: readonly ConfigPlace[] = [
  { name: 'All', path: '' },
  { name: 'Group', path: '/:group' },
  { name: 'Option', path: '/:group/:option' },
];
