// SPDX-License-Identifier: Apache-2.0
import type { InstanceValues } from '../instances/instance.js';

/** Values of metadata are short: a password, encrypted for its owner's key, stands in several (nova 26, api/metadata/password.py). */
const PARTS = ['password_0', 'password_1', 'password_2', 'password_3'];

/** What the guest left for its owner; empty where it left nothing. */
export function storedPassword({ system_metadata: metadata = {} }: InstanceValues): string {
  return PARTS.map((part) => metadata[part] ?? '').join('');
}

/** The system metadata of a server without it. */
export function clearedPassword({ system_metadata: metadata = {} }: InstanceValues): Readonly<Record<string, string>> {
  return { ...metadata, ...Object.fromEntries(PARTS.map((part) => [part, ''])) };
}
