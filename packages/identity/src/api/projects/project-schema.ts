// SPDX-License-Identifier: Apache-2.0
import { boolean, nullableId, nullableText, optionsSchema, shortName } from '../shared/parameter-types.js';

export const tagName = { type: 'string', minLength: 1, maxLength: 255, pattern: '^[^,/]*$' };
export const tagList = { type: 'array', items: tagName, maxItems: 80, uniqueItems: true };

export const projectProperties = {
  description: nullableText,
  domain_id: nullableId,
  enabled: boolean,
  is_domain: boolean,
  parent_id: nullableId,
  name: shortName,
  tags: tagList,
  options: optionsSchema('immutable'),
};
