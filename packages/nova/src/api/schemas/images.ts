// SPDX-License-Identifier: Apache-2.0
import { RequestSchemas } from '../validation/request-schemas.js';
import * as types from './parameter-types.js';

const metadata = types.metadataOf('string');

export const imageMetadataSchema = RequestSchemas.always('metadata', types.bodyOf('metadata', metadata));

export const imageMetaSchema = RequestSchemas.always(
  'meta',
  types.bodyOf('meta', { ...metadata, minProperties: 1, maxProperties: 1 }),
);
