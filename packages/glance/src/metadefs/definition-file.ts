// SPDX-License-Identifier: Apache-2.0
import { SchemaValidator } from '@stackport/api';
import { requireNarrow } from '../narrow-text.js';

/** One file of definitions, in the form of Debian's /etc/glance/metadefs: a namespace with its content. */
export interface DefinitionFile {
  readonly namespace: string;
  readonly display_name?: string | null;
  readonly description?: string | null;
  readonly visibility?: 'public' | 'private' | null;
  readonly protected?: boolean | null;
  readonly owner?: string;
  readonly resource_type_associations?: readonly {
    readonly name: string;
    readonly prefix?: string | null;
    readonly properties_target?: string | null;
  }[];
  readonly properties?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly objects?: readonly {
    readonly name: string;
    readonly description?: string | null;
    readonly required?: readonly string[];
    readonly properties?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | null;
  }[];
  readonly tags?: readonly { readonly name: string }[];
}

/** Reads a file's text. Throws `SyntaxError` for no JSON, `SchemaViolation` for what is no namespace, `Invalid` as `requireNarrow`. */
export function parseDefinitionFile(text: string): DefinitionFile {
  const content: unknown = JSON.parse(text);
  new SchemaValidator('namespace', fileSchema).validate(content);
  const file = content as DefinitionFile;
  const { resource_type_associations: associations = [], objects = [], properties = {}, tags = [] } = file;
  const names = Object.keys(properties).map((property) => ({ name: property }));
  requireNarrow('load metadata namespace', file, ...associations, ...objects, ...tags, ...names);
  return file;
}

const name = { type: 'string', maxLength: 80 } as const;
const optionalName = { type: ['string', 'null'], maxLength: 80 } as const;
const definitionMap = {
  type: 'object',
  propertyNames: { maxLength: 80 },
  additionalProperties: { type: 'object' },
} as const;

/** What the tables can hold; what definitions say is not looked at, as upstream. */
const fileSchema = {
  type: 'object',
  required: ['namespace'],
  properties: {
    namespace: name,
    display_name: optionalName,
    description: { type: ['string', 'null'] },
    visibility: { enum: ['public', 'private', null] },
    protected: { type: ['boolean', 'null'] },
    owner: { type: 'string', maxLength: 255 },
    resource_type_associations: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name'],
        properties: { name, prefix: optionalName, properties_target: optionalName },
      },
    },
    properties: definitionMap,
    objects: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name'],
        properties: {
          name,
          description: { type: ['string', 'null'] },
          required: { type: 'array', items: { type: 'string' } },
          properties: { ...definitionMap, type: ['object', 'null'] },
        },
      },
    },
    tags: { type: 'array', items: { type: 'object', required: ['name'], properties: { name } } },
  },
} as const;
