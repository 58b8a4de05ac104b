// SPDX-License-Identifier: Apache-2.0
// From request bodies to the domain's values. All throw `Forbidden` for an attribute that the service sets,
// `SchemaViolation` and `Invalid` for what does not fit.
import type {
  MetadefObjectValues,
  MetadefProperty,
  NamespaceContent,
  NamespaceValues,
  NamespaceVisibility,
  ResourceTypeAssociationValues,
} from '../../metadefs/metadef-models.js';
import { metadefSchemas, namelessPropertySchema, tagListSchema } from '../../metadefs/metadef-schemas.js';
import { propertyType, propertyTypes } from '../../metadefs/property-type.js';
import { namespaceModel, objectModel, propertyModel, tagListModel } from './models.js';
import { requireAsciiDefault, RequestSchema } from './request-schema.js';

type Body = Readonly<Record<string, unknown>>;
type Definitions = Readonly<Record<string, Body>>;

interface ObjectBody {
  readonly name: string;
  readonly description?: string;
  readonly required?: readonly string[];
  readonly properties?: Definitions;
}

interface AssociationBody {
  readonly name: string;
  readonly prefix?: string;
  readonly properties_target?: string;
}

interface NamespaceBody {
  readonly namespace: string;
  readonly display_name?: string;
  readonly description?: string;
  readonly visibility?: NamespaceVisibility;
  readonly protected?: boolean;
  readonly owner?: string;
  readonly resource_type_associations?: readonly AssociationBody[];
  readonly properties?: Definitions;
  readonly objects?: readonly ObjectBody[];
  readonly tags?: readonly TagBody[];
}

interface TagBody {
  readonly name: string;
}

const TIMES = ['created_at', 'updated_at'];
const GENERATED = ['self', 'schema', ...TIMES];

const namespaceSchema = new RequestSchema('namespace', {
  readOnly: GENERATED,
  published: metadefSchemas.namespace,
  model: namespaceModel,
});
const objectSchema = new RequestSchema('object', {
  readOnly: GENERATED,
  published: metadefSchemas.object,
  model: objectModel,
});
const propertySchema = new RequestSchema('property', {
  readOnly: TIMES,
  published: metadefSchemas.property,
  model: propertyModel,
});
const namelessSchema = new RequestSchema('property', { readOnly: [], published: namelessPropertySchema });
const associationSchema = new RequestSchema('resource_type_association', {
  readOnly: TIMES,
  published: metadefSchemas.resource_type,
});
const tagSchema = new RequestSchema('tag', { readOnly: TIMES, published: metadefSchemas.tag });
const tagsSchema = new RequestSchema('tags', { readOnly: TIMES, published: tagListSchema, model: tagListModel });

/** A namespace, and what is to be created with it. */
export function namespaceRequest(body: Body): { readonly values: NamespaceValues; readonly content: NamespaceContent } {
  namespaceSchema.validate(body);
  namespaceSchema.validateModel(body);
  const given = body as unknown as NamespaceBody;
  namespaceSchema.validateProperties(given.properties);
  for (const object of given.objects ?? []) namespaceSchema.validateProperties(object.properties);
  return {
    values: {
      namespace: given.namespace,
      ...optional('displayName', given.display_name),
      ...optional('description', given.description),
      ...optional('visibility', given.visibility),
      ...optional('protected', given.protected),
      ...optional('owner', given.owner),
    },
    content: {
      ...optional('resourceTypes', given.resource_type_associations?.map(associationOf)),
      ...optional('objects', given.objects?.map(objectOf)),
      ...optional('properties', given.properties && propertyTypes(given.properties)),
      ...optional(
        'tags',
        given.tags?.map(({ name }) => name),
      ),
    },
  };
}

/** @param isNew - upstream looks closer at the properties of an object that is created than of one that is changed. */
export function objectRequest(body: Body, { isNew }: { readonly isNew: boolean }): MetadefObjectValues {
  objectSchema.validate(body);
  const given = body as unknown as ObjectBody;
  if (isNew) for (const definition of Object.values(given.properties ?? {})) namelessSchema.validate(definition);
  objectSchema.validateModel(body);
  objectSchema.validateProperties(given.properties);
  return objectOf(given);
}

export function propertyRequest(body: Body): MetadefProperty {
  propertySchema.validate(body);
  propertySchema.validateModel(body);
  requireAsciiDefault(body);
  return { name: (body as unknown as { readonly name: string }).name, type: propertyType(body) };
}

export function associationRequest(body: Body): ResourceTypeAssociationValues {
  associationSchema.validate(body);
  return associationOf(body as unknown as AssociationBody);
}

/** The tag's name. */
export function tagRequest(body: Body): string {
  tagSchema.validate(body);
  return (body as unknown as TagBody).name;
}

/** The tags' names. */
export function tagsRequest(body: Body): string[] {
  tagsSchema.validate(body);
  tagsSchema.validateModel(body);
  return (body as unknown as { readonly tags: readonly TagBody[] }).tags.map(({ name }) => name);
}

function objectOf({ name, description, required, properties }: ObjectBody): MetadefObjectValues {
  return {
    name,
    ...optional('description', description),
    ...optional('required', required),
    ...optional('properties', properties && propertyTypes(properties)),
  };
}

function associationOf({
  name,
  prefix,
  properties_target: propertiesTarget,
}: AssociationBody): ResourceTypeAssociationValues {
  return { name, ...optional('prefix', prefix), ...optional('propertiesTarget', propertiesTarget) };
}

function optional<K extends string, V>(key: K, value: V | undefined): Readonly<Partial<Record<K, V>>> {
  return (value === undefined ? {} : { [key]: value }) as Readonly<Partial<Record<K, V>>>;
}
