// SPDX-License-Identifier: Apache-2.0

export type ObjectKind = 'application' | 'filter' | 'server';

/** How a kind of object is found: by section prefixes in a file, by protocols in a section or a distribution. */
export interface ObjectType {
  readonly kind: ObjectKind;
  /** Alternatives within a group hide each other, the first one wins; groups add up. */
  readonly protocols: readonly (readonly string[])[];
  readonly prefixes: readonly (readonly string[])[];
}

export const APPLICATION: ObjectType = {
  kind: 'application',
  protocols: [['paste.app_factory'], ['paste.composite_factory'], ['paste.composit_factory']],
  prefixes: [['app', 'application'], ['composite', 'composit'], ['pipeline'], ['filter-app']],
};

export const FILTER: ObjectType = {
  kind: 'filter',
  protocols: [['paste.filter_factory', 'paste.filter_app_factory']],
  prefixes: [['filter']],
};

export const SERVER: ObjectType = {
  kind: 'server',
  protocols: [['paste.server_factory', 'paste.server_runner']],
  prefixes: [['server']],
};

/** The protocol that a section's prefix stands for, where `use = call:` names none. */
export function protocolOfPrefix(prefix: string): string {
  if (prefix === 'app' || prefix === 'application') return 'paste.app_factory';
  if (prefix === 'composite' || prefix === 'composit') return 'paste.composit_factory';
  // For filter-app this is a protocol that nobody knows, and creating it fails with that name (loadwsgi.py, 3.0).
  return `paste.${prefix}_factory`;
}
