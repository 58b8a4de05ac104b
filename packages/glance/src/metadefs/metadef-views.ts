// SPDX-License-Identifier: Apache-2.0
import { isoTime } from '../images/image-view.js';
import type {
  MetadefNamespace,
  MetadefObject,
  MetadefObjectValues,
  MetadefProperty,
  MetadefResourceType,
  MetadefTag,
  NamespaceContent,
  ResourceTypeAssociation,
  ResourceTypeAssociationValues,
  Times,
} from './metadef-models.js';
import type { NamespaceDetail } from './namespace-service.js';

type View = Record<string, unknown>;

/** Path of a namespace, not encoded, as upstream writes it. */
export function namespaceHref(namespace: string): string {
  return `/v2/metadefs/namespaces/${namespace}`;
}

/** A namespace by itself, as `PUT` answers it; `content` stands among its attributes where upstream has it. */
export function namespaceView(namespace: MetadefNamespace, content: View = {}): View {
  return {
    namespace: namespace.namespace,
    ...given('display_name', namespace.displayName),
    ...given('description', namespace.description),
    visibility: namespace.visibility,
    protected: namespace.protected,
    owner: namespace.owner,
    ...times(namespace),
    ...content,
    self: namespaceHref(namespace.namespace),
    schema: '/v2/schemas/metadefs/namespace',
  };
}

/** A namespace with its content. What it has none of is left out. */
export function namespaceDetailView(detail: NamespaceDetail): View {
  const { namespace } = detail;
  return namespaceView(namespace, {
    ...listedContent(detail.resourceTypes),
    ...(detail.properties.length > 0 ? propertiesView(detail.properties) : {}),
    ...(detail.objects.length > 0
      ? { objects: detail.objects.map((one) => objectView(namespace.namespace, one)) }
      : {}),
    ...(detail.tags.length > 0 ? tagNamesView(detail.tags.map(({ name }) => name)) : {}),
  });
}

/** The part of a namespace's content that a list shows. */
export function listedContent(resourceTypes: readonly ResourceTypeAssociation[]): View {
  return resourceTypes.length > 0 ? { resource_type_associations: resourceTypes.map(associationView) } : {};
}

/** What was created with a namespace, as it was given: upstream answers it without times and links. */
export function newContentView({ resourceTypes, properties, objects, tags }: NamespaceContent): View {
  return {
    ...(resourceTypes === undefined ? {} : { resource_type_associations: resourceTypes.map(associationValues) }),
    ...(properties === undefined ? {} : { properties }),
    ...(objects === undefined ? {} : { objects: objects.map(objectValues) }),
    ...(tags === undefined ? {} : tagNamesView(tags)),
  };
}

export function objectView(namespace: string, object: MetadefObject): View {
  return {
    ...objectValues(object),
    ...times(object),
    self: `${namespaceHref(namespace)}/objects/${object.name}`,
    schema: '/v2/schemas/metadefs/object',
  };
}

/** A property by itself, with its name whatever its definition says. */
export function propertyView({ name, type }: MetadefProperty): View {
  const view: View = { name };
  for (const [attribute, value] of Object.entries(type)) if (attribute !== 'name') view[attribute] = value;
  return view;
}

/** Properties by name. */
export function propertiesView(properties: readonly MetadefProperty[]): View {
  return { properties: Object.fromEntries(properties.map(({ name, type }) => [name, type])) };
}

export function tagView(tag: MetadefTag): View {
  return { name: tag.name, ...times(tag) };
}

/** Tags in a list have a name and no times. */
export function tagNamesView(names: readonly string[]): View {
  return { tags: names.map((name) => ({ name })) };
}

export function resourceTypeView(type: MetadefResourceType): View {
  return { name: type.name, ...times(type) };
}

export function associationView(association: ResourceTypeAssociation): View {
  return { ...associationValues(association), ...times(association) };
}

function associationValues({ name, prefix, propertiesTarget }: ResourceTypeAssociationValues): View {
  return { name, ...given('prefix', prefix), ...given('properties_target', propertiesTarget) };
}

function objectValues({ name, required, description, properties }: MetadefObjectValues): View {
  return {
    name,
    ...given('required', required),
    ...given('description', description),
    ...given('properties', properties),
  };
}

function times({ createdAt, updatedAt }: Times): View {
  return { created_at: isoTime(createdAt), ...(updatedAt === null ? {} : { updated_at: isoTime(updatedAt) }) };
}

/** Upstream leaves out what has no value. */
function given(name: string, value: unknown): View {
  return value === undefined || value === null ? {} : { [name]: value };
}
