// SPDX-License-Identifier: Apache-2.0

/** Conditions on a column of addresses. */
export interface HostCondition {
  readonly equals?: string;
  readonly startsWith?: string;
}

/** `host`, `host@backend` and `host@backend#pool` that a name stands for: itself and what lies below it. */
export function hostConditions(name: string): HostCondition[] {
  if (name.includes('#')) return [{ equals: name }];
  const conditions: HostCondition[] = [{ equals: name }, { startsWith: `${name}#` }];
  return name.includes('@') ? conditions : [...conditions, { startsWith: `${name}@` }];
}

/** The part of `host@backend#pool` up to a level: upstream's `extract_host`. */
export function extractHost(name: string, level: 'host' | 'backend' = 'backend'): string {
  const backend = name.split('#', 1)[0] ?? name;
  return level === 'backend' ? backend : (backend.split('@', 1)[0] ?? backend);
}
