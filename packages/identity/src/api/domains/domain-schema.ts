// SPDX-License-Identifier: Apache-2.0
import { tagList } from '../projects/project-schema.js';
import { boolean, nullableText, optionsSchema, shortName } from '../shared/parameter-types.js';

export const domainProperties = {
  description: nullableText,
  enabled: boolean,
  name: shortName,
  tags: tagList,
  options: optionsSchema('immutable'),
};
