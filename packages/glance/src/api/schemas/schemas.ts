// SPDX-License-Identifier: Apache-2.0
import { SchemaValidator, type JsonSchema } from '@stackport/api';
import { collectionSchema, type ImageSchema } from '../../images/image-schema.js';
import { memberSchema } from '../../members/member-schema.js';
import { metadefSchemas } from '../../metadefs/metadef-schemas.js';
import { taskSchemas } from '../../tasks/task-schemas.js';

/** The documents below /v2/schemas, and the validators of what clients send. */
export class GlanceSchemas {
  /** What a new image and each change of one must fit. */
  readonly image: SchemaValidator;
  /** Attributes that every image has. */
  readonly imageBase: Readonly<Record<string, JsonSchema>>;
  readonly #documents: ReadonlyMap<string, JsonSchema>;

  /** @param additionalProperties - whether users may add properties that no schema names. */
  constructor(image: ImageSchema, { additionalProperties }: { readonly additionalProperties: boolean }) {
    this.imageBase = image.base;
    this.image = new SchemaValidator(
      'image',
      additionalProperties ? image.document : { ...image.document, additionalProperties: false },
    );
    this.#documents = new Map<string, JsonSchema>([
      ['image', image.document],
      ['images', collectionSchema('images', image.document)],
      ['member', memberSchema],
      ['members', membersSchema],
      ...Object.entries(taskSchemas),
      ...Object.entries(metadefSchemas).map(([name, schema]): [string, JsonSchema] => [`metadefs/${name}`, schema]),
    ]);
  }

  /** The document of that path below /v2/schemas. */
  document(path: string): JsonSchema {
    const document = this.#documents.get(path);
    if (document === undefined) throw new RangeError(`There is no schema ${path}`);
    return document;
  }

  /** Paths of all documents, in upstream's order. */
  get paths(): readonly string[] {
    return [...this.#documents.keys()];
  }
}

const membersSchema: JsonSchema = {
  name: 'members',
  properties: { members: { type: 'array', items: memberSchema }, schema: { type: 'string' } },
  links: [{ rel: 'describedby', href: '{schema}' }],
};
