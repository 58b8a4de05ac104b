// SPDX-License-Identifier: Apache-2.0
import type { FieldType, ObjectType } from './object-type.js';

/** The class of the objects in a field, undefined where there are none. */
export function classIn(type: FieldType | undefined): string | undefined {
  if (typeof type !== 'object') return undefined;
  if ('object' in type) return type.object;
  return 'objects' in type ? type.objects : type.objectsByKey;
}

/** Versions of a class and of all that can be in it; classes that are not declared are left out. */
export function versionTree(types: Readonly<Record<string, ObjectType>>, name: string): Record<string, string> {
  const versions: Record<string, string> = {};
  const waiting = [name];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const type = types[next];
    if (type === undefined || next in versions) continue;
    versions[next] = type.version;
    waiting.push(
      ...Object.values(type.fields)
        .map(classIn)
        .filter((inner) => inner !== undefined),
    );
  }
  return versions;
}
