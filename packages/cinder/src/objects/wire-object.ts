// SPDX-License-Identifier: Apache-2.0
import { createObjectKit, type WireObject as AnyWireObject } from '@stackport/versioned-objects';
import { objectTypes } from './object-types.js';

export { IncompatibleObjectVersion, UnsupportedObjectError, type ObjectValues } from '@stackport/versioned-objects';

/** cinder's versioned objects as they stand in its messages. */
export type WireObject = AnyWireObject<'versioned_object'>;

export const { toWire, madeObject, toWireList, isWireObject, fromWire, decode } = createObjectKit({
  prefix: 'versioned_object',
  namespace: 'cinder',
  types: objectTypes,
});
