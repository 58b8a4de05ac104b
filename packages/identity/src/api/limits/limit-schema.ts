// SPDX-License-Identifier: Apache-2.0
import { idString, nullableText, text } from '../shared/parameter-types.js';

const amount = { type: 'integer', minimum: -1, maximum: 0x7fffffff };
const resourceName = { type: 'string', minLength: 1, maxLength: 255 };

export const registeredLimitProperties = {
  service_id: idString,
  region_id: nullableText,
  resource_name: resourceName,
  default_limit: amount,
  description: nullableText,
};

const limitProperties = {
  service_id: idString,
  region_id: text,
  resource_name: resourceName,
  resource_limit: amount,
  description: nullableText,
};

/** A limit is of a project or of a domain. */
export const limitOf = (owner: 'project_id' | 'domain_id') => ({
  properties: { [owner]: idString, ...limitProperties },
  required: [owner, 'service_id', 'resource_name', 'resource_limit'],
  additionalProperties: false,
});

export const limitUpdateProperties = { resource_limit: amount, description: nullableText };
