// SPDX-License-Identifier: Apache-2.0
import { InvalidTargetVersion, ObjectActionError, UnsupportedObjectError } from './errors.js';
import type { ObjectType, Rewrite } from './object-type.js';
import { classIn } from './version-tree.js';
import { isBefore } from './versions.js';
import type { ObjectValues, ObjectVersions, WireObject } from './wire-object.js';

/** Makes objects older: `ObjectKit.backport`. */
export function createBackport<Prefix extends string>(
  init: { readonly prefix: Prefix; readonly types: Readonly<Record<string, ObjectType>> },
  isWireObject: (value: unknown) => value is WireObject<Prefix>,
): (object: WireObject<Prefix>, versions: ObjectVersions) => WireObject<Prefix> {
  const { prefix, types } = init;

  const typeOf = (object: ObjectValues): ObjectType => {
    const name = String(object[`${prefix}.name`]);
    const type = Object.hasOwn(types, name) ? types[name] : undefined;
    if (type === undefined) throw new UnsupportedObjectError(name);
    return type;
  };

  /** An object in a field; who asks may not know its class, but that of the field. */
  const backportInner = (value: unknown, declared: string, versions: ObjectVersions): unknown => {
    if (!isWireObject(value)) return value;
    const target = versions[String((value as ObjectValues)[`${prefix}.name`])] ?? versions[declared];
    // What is not asked for in an older version, or is older than what is asked for, stays.
    if (target === undefined || isBefore(typeOf(value).version, target)) return value;
    return backportTo(value, target, versions);
  };

  const backportField = (value: unknown, declared: string, versions: ObjectVersions): unknown => {
    if (Array.isArray(value)) return value.map((element: unknown) => backportInner(element, declared, versions));
    if (isWireObject(value) || typeof value !== 'object' || value === null)
      return backportInner(value, declared, versions);
    return Object.fromEntries(
      Object.entries(value).map(([key, element]) => [key, backportInner(element, declared, versions)]),
    );
  };

  const backportTo = (object: ObjectValues, target: string, versions: ObjectVersions): WireObject<Prefix> => {
    const { fields, since = {}, before = {} } = typeOf(object);
    let data: ObjectValues = Object.fromEntries(
      Object.entries(object[`${prefix}.data`] as ObjectValues).map(([field, value]) => {
        const declared = classIn(fields[field]);
        return [field, declared === undefined ? value : backportField(value, declared, versions)];
      }),
    );
    for (const [version, rewrite] of Object.entries(before))
      if (isBefore(target, version)) data = rewrite(data, target);
    data = Object.fromEntries(
      Object.entries(data).filter(([field]) => since[field] === undefined || !isBefore(target, since[field])),
    );
    const { [`${prefix}.changes`]: changes, ...head } = object;
    const left = Array.isArray(changes) ? changes.filter((field) => String(field) in data) : [];
    return {
      ...head,
      [`${prefix}.version`]: target,
      [`${prefix}.data`]: data,
      ...(left.length === 0 ? {} : { [`${prefix}.changes`]: left }),
    } as unknown as WireObject<Prefix>;
  };

  return (object, versions) => {
    const name = String((object as ObjectValues)[`${prefix}.name`]);
    const { version } = typeOf(object);
    const target = versions[name];
    if (target === undefined) throw new UnsupportedObjectError(name);
    if (isBefore(version, target)) throw new InvalidTargetVersion(target);
    return backportTo(object, target, versions);
  };
}

/** For `before`: values of a field that older versions have none for. The text is nova's (objects/*.py). */
export function refusing(field: string, values: readonly string[]): Rewrite {
  return (data, version) => {
    const value = data[field];
    if (typeof value !== 'string' || !values.includes(value)) return data;
    const tuple = `(${version.split('.').join(', ')})`;
    throw new ObjectActionError('obj_make_compatible', `${field}=${value} not supported in version ${tuple}`);
  };
}
