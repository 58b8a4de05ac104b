// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';

// What Zed's typed models (api/v2/model/metadef_*.py) take, which is narrower than its published schemas. Zed answers
// 500 for the difference; here it is 400, told as a violation of the schema.

const text = { type: 'string' } as const;
const textList = { type: 'array', items: text } as const;
const shortText = { type: 'string', maxLength: 80 } as const;
const flag = { type: 'boolean' } as const;
const number = { type: 'number' } as const;
/** Accepted and not looked at, so that what was read from the API can be sent back. */
const generated = { created_at: text, updated_at: text } as const;

const property = {
  type: 'object',
  properties: {
    ...{ name: text, type: text, title: text, description: text, operators: textList, default: {}, readonly: flag },
    ...{ minimum: number, maximum: number, enum: textList, pattern: text, minLength: number, maxLength: number },
    confidential: flag,
    items: {
      type: 'object',
      required: ['type'],
      properties: { type: text, enum: textList },
      additionalProperties: false,
    },
    ...{ uniqueItems: flag, minItems: number, maxItems: number, additionalItems: flag },
  },
  additionalProperties: false,
} as const;

const properties = { type: 'object', additionalProperties: property } as const;

const object = {
  type: 'object',
  required: ['name'],
  properties: {
    ...{ name: shortText, required: textList, description: text, properties },
    ...generated,
    self: text,
    schema: text,
  },
  additionalProperties: false,
} as const;

const association = {
  type: 'object',
  required: ['name'],
  properties: { name: shortText, prefix: shortText, properties_target: shortText, ...generated },
  additionalProperties: false,
} as const;

const tag = {
  type: 'object',
  required: ['name'],
  properties: { name: shortText, ...generated },
  additionalProperties: false,
} as const;

export const propertyModel: JsonSchema = property;

export const objectModel: JsonSchema = object;

export const namespaceModel: JsonSchema = {
  type: 'object',
  properties: {
    resource_type_associations: { type: 'array', items: association },
    properties,
    objects: { type: 'array', items: object },
    tags: { type: 'array', items: tag },
  },
};

export const tagListModel: JsonSchema = {
  type: 'object',
  required: ['tags'],
  properties: { tags: { type: 'array', items: tag } },
};
