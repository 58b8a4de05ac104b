// SPDX-License-Identifier: Apache-2.0
export { refusing } from './backport.js';
export * from './errors.js';
export { type AskBackport, createObjectKit, type ObjectKit, type ObjectKitInit } from './object-kit.js';
export { type FieldType, list, type ObjectType, type Rewrite, times } from './object-type.js';
export type { ObjectValues, ObjectVersions, OpenedObject, WireObject } from './wire-object.js';
