// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';

export type MetadefSchemaName =
  | 'namespace'
  | 'namespaces'
  | 'resource_type'
  | 'resource_types'
  | 'property'
  | 'properties'
  | 'object'
  | 'objects'
  | 'tag'
  | 'tags';

const text = { type: 'string' } as const;
const shortText = { type: 'string', maxLength: 80 } as const;
const generated = { readOnly: true, type: 'string' } as const;
const typeName = {
  type: 'string',
  enum: ['array', 'boolean', 'integer', 'number', 'object', 'string', null],
} as const;
const positiveInteger = { $ref: '#/definitions/positiveInteger' } as const;
const positiveIntegerDefault0 = { $ref: '#/definitions/positiveIntegerDefault0' } as const;
const stringArray = { $ref: '#/definitions/stringArray' } as const;
const propertyMap = { $ref: '#/definitions/property' } as const;

function time(description: string): JsonSchema {
  return { type: 'string', readOnly: true, description, format: 'date-time' };
}

/** What a property definition may say: upstream's subset of JSON Schema. */
const propertyAttributes: Readonly<Record<string, JsonSchema>> = {
  name: shortText,
  title: text,
  description: text,
  operators: { type: 'array', items: text },
  type: typeName,
  required: stringArray,
  minimum: { type: 'number' },
  maximum: { type: 'number' },
  maxLength: positiveInteger,
  minLength: positiveIntegerDefault0,
  pattern: { type: 'string', format: 'regex' },
  enum: { type: 'array' },
  readonly: { type: 'boolean' },
  default: {},
  items: { type: 'object', properties: { type: typeName, enum: { type: 'array' } } },
  maxItems: positiveInteger,
  minItems: positiveIntegerDefault0,
  uniqueItems: { type: 'boolean', default: false },
  additionalItems: { type: 'boolean' },
};

const numbers: Readonly<Record<string, JsonSchema>> = {
  positiveInteger: { type: 'integer', minimum: 0 },
  positiveIntegerDefault0: { allOf: [positiveInteger, { default: 0 }] },
};

/** Definitions of the documents in which properties are nested. */
const definitions: JsonSchema = {
  ...numbers,
  stringArray: { type: 'array', items: text, uniqueItems: true },
  property: {
    type: 'object',
    additionalProperties: { type: 'object', required: ['title', 'type'], properties: propertyAttributes },
  },
};

/** Definitions of the property's own document: an empty list of names is not allowed there. */
const propertyDefinitions: JsonSchema = {
  ...numbers,
  stringArray: { type: 'array', items: text, minItems: 1, uniqueItems: true },
};

const namespaceAttributes: Readonly<Record<string, JsonSchema>> = {
  namespace: { type: 'string', description: 'Name of the namespace; no other has it.', maxLength: 80 },
  display_name: { type: 'string', description: 'Name that a user interface shows to people.', maxLength: 80 },
  description: { type: 'string', description: 'What the namespace is for.', maxLength: 500 },
  visibility: { type: 'string', description: 'Who may see the namespace.', enum: ['public', 'private'] },
  protected: { type: 'boolean', description: 'Whether the namespace is kept from deletion.' },
  owner: { type: 'string', description: 'Project that owns the namespace.', maxLength: 255 },
  created_at: time('When the namespace was created'),
  updated_at: time('When the namespace was changed last'),
  schema: generated,
  self: generated,
  resource_type_associations: {
    type: 'array',
    items: { type: 'object', properties: { name: text, prefix: text, properties_target: text } },
  },
  properties: propertyMap,
  objects: {
    type: 'array',
    items: {
      type: 'object',
      properties: { name: text, description: text, required: stringArray, properties: propertyMap },
    },
  },
  tags: { type: 'array', items: { type: 'object', properties: { name: text } } },
};

const objectAttributes: Readonly<Record<string, JsonSchema>> = {
  name: shortText,
  description: text,
  required: stringArray,
  properties: propertyMap,
  schema: generated,
  self: generated,
  created_at: time('When the object was created'),
  updated_at: time('When the object was changed last'),
};

const resourceTypeAttributes: Readonly<Record<string, JsonSchema>> = {
  name: {
    type: 'string',
    description:
      'Name of the resource type, where there is one as Heat calls it: ' +
      'https://docs.openstack.org/heat/latest/template_guide/openstack.html',
    maxLength: 80,
  },
  prefix: {
    type: 'string',
    description:
      "Put before the name of each of the namespace's properties where they are set on a resource of this type; " +
      'its separator (a colon, for example) is part of it.',
    maxLength: 80,
  },
  properties_target: {
    type: 'string',
    description:
      'Which metadata of the resource is meant, where a resource has more than one kind: ' +
      'a volume, for example, has those of its user and those of its image.',
    maxLength: 80,
  },
  created_at: time('When the resource type was associated'),
  updated_at: time('When the association was changed last'),
};

const tagAttributes: Readonly<Record<string, JsonSchema>> = {
  name: shortText,
  created_at: time('When the tag was created'),
  updated_at: time('When the tag was changed last'),
};

function single(
  name: string,
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[],
  shared?: JsonSchema,
): JsonSchema {
  return { name, properties, additionalProperties: false, ...(shared ? { definitions: shared } : {}), required };
}

const links = [
  { rel: 'first', href: '{first}' },
  { rel: 'next', href: '{next}' },
  { rel: 'describedby', href: '{schema}' },
];

/** The document of a list, whose items' definitions stand at its root, where their references look. */
function collection(name: string, { definitions: shared, ...item }: JsonSchema, asMap = false): JsonSchema {
  const members = asMap ? { type: 'object', additionalProperties: item } : { type: 'array', items: item };
  return {
    name,
    properties: { [name]: members, first: text, next: text, schema: text },
    links,
    ...(shared === undefined ? {} : { definitions: shared }),
  };
}

const namespace = single('namespace', namespaceAttributes, ['namespace'], definitions);
const object = single('object', objectAttributes, ['name'], definitions);
const resourceType = single('resource_type_association', resourceTypeAttributes, ['name']);
const tag = single('tag', tagAttributes, ['name']);

/** A property within an object or a collection, where its name is a key. */
export const namelessPropertySchema = single('property', propertyAttributes, ['type', 'title'], propertyDefinitions);

/** The documents below /v2/schemas/metadefs, in upstream's structure (Zed). */
export const metadefSchemas: Readonly<Record<MetadefSchemaName, JsonSchema>> = {
  namespace,
  namespaces: collection('namespaces', namespace),
  resource_type: resourceType,
  resource_types: collection('resource_type_associations', resourceType),
  property: single('property', propertyAttributes, ['type', 'title', 'name'], propertyDefinitions),
  properties: collection('properties', namelessPropertySchema, true),
  object,
  objects: collection('objects', object),
  tag,
  tags: collection('tags', tag),
};

/** What `POST …/tags` takes: names alone, and no list at all is no fault. */
export const tagListSchema: JsonSchema = {
  name: 'tags',
  properties: {
    tags: {
      type: 'array',
      items: { type: 'object', properties: { name: text }, required: ['name'], additionalProperties: false },
    },
  },
  additionalProperties: false,
};
