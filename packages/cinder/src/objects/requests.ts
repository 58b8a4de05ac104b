// SPDX-License-Identifier: Apache-2.0
import { objectTypes } from './object-types.js';
import { madeObject, type ObjectValues, type WireObject } from './wire-object.js';

/** What dead workers left is to be cleaned up; what is not said is null, and `is_up` false (cinder 21, CleanupRequest). */
export function cleanupRequestObject(values: ObjectValues): WireObject {
  const nothing = Object.fromEntries(Object.keys(objectTypes.CleanupRequest.fields).map((name) => [name, null]));
  return madeObject('CleanupRequest', { ...nothing, is_up: false, ...values });
}

/** Which loggers are asked about, by `prefix`, or to which `level` they are set. */
export function logLevelObject(values: ObjectValues): WireObject {
  return madeObject('LogLevel', values);
}
