// SPDX-License-Identifier: Apache-2.0
import { createObjectKit, type WireObject } from '@stackport/versioned-objects';
import { objectTypes } from './object-types.js';

/** A versioned object of nova's as it stands in a message. */
export type NovaObject = WireObject<'nova_object'>;

/** Reads and writes nova's versioned objects. */
export const {
  toWire,
  madeObject,
  toWireList,
  isWireObject,
  fromWire,
  open,
  decode,
  decodeOrAsk,
  versionsOf,
  backport,
} = createObjectKit({ prefix: 'nova_object', namespace: 'nova', types: objectTypes });
