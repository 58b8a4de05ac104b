// SPDX-License-Identifier: Apache-2.0
import type {
  MetadefNamespace,
  MetadefObject,
  MetadefProperty,
  MetadefTag,
  ResourceTypeAssociation,
  Times,
} from '../metadefs/metadef-models.js';
import type { PropertyType } from '../metadefs/property-type.js';
import type { Notifications } from './notifications.js';
import { gone, LIVING, payloadTime } from './payload-times.js';

type Payload = Record<string, unknown>;

/** What of a property stands in a payload, by the wire's names. */
const ATTRIBUTES = [
  'type',
  'title',
  'description',
  'default',
  'minimum',
  'maximum',
  'enum',
  'pattern',
  'minLength',
  'maxLength',
  'confidential',
  'items',
  'uniqueItems',
  'minItems',
  'maxItems',
  'additionalItems',
] as const;

const PAYLOADS = {
  metadef_namespace: (one: MetadefNamespace): Payload => ({
    namespace: one.namespace,
    namespace_old: one.namespace,
    display_name: one.displayName,
    protected: one.protected,
    visibility: one.visibility,
    owner: one.owner,
    description: one.description,
    ...times(one),
    ...LIVING,
  }),
  metadef_object: (one: MetadefObject): Payload => ({
    name: one.name,
    name_old: one.name,
    properties: Object.entries(one.properties ?? {}).map(([name, type]) => ({ name, ...attributes(type, true) })),
    required: one.required ?? null,
    description: one.description ?? null,
    ...times(one),
    ...LIVING,
  }),
  metadef_property: (one: MetadefProperty): Payload => ({
    name: one.name,
    name_old: one.name,
    ...attributes(one.type, false),
    ...LIVING,
  }),
  metadef_resource_type: (one: ResourceTypeAssociation): Payload => ({
    name: one.name,
    name_old: one.name,
    prefix: one.prefix ?? null,
    properties_target: one.propertiesTarget ?? null,
    ...times(one),
    ...LIVING,
  }),
  metadef_tag: (one: MetadefTag): Payload => ({ name: one.name, name_old: one.name, ...times(one), ...LIVING }),
} as const;

type Kind = keyof typeof PAYLOADS;
type Definition<K extends Kind> = Parameters<(typeof PAYLOADS)[K]>[0];

/** What is told of metadata definitions (upstream's notifier.py, its Metadef…Proxy classes). */
export class MetadefNotifications {
  readonly #notifications: Notifications;

  constructor(notifications: Notifications) {
    this.#notifications = notifications;
  }

  created<K extends Kind>(kind: K, namespace: string, one: Definition<K>): void {
    this.#tell(kind, 'create', namespace, one);
  }

  /** @param oldName - what it was called before; a namespace's or its own. */
  updated<K extends Kind>(kind: K, namespace: string, one: Definition<K>, oldName: string): void {
    this.#tell(kind, 'update', namespace, one, {
      [kind === 'metadef_namespace' ? 'namespace_old' : 'name_old']: oldName,
    });
  }

  deleted<K extends Kind>(kind: K, namespace: string, one: Definition<K>): void {
    this.#tell(kind, 'delete', namespace, one, gone());
  }

  /** All of a kind that a namespace had. @param event - `delete_objects`, … */
  emptied(event: 'delete_objects' | 'delete_properties' | 'delete_tags', namespace: MetadefNamespace): void {
    this.#tell('metadef_namespace', event, namespace.namespace, namespace);
  }

  #tell<K extends Kind>(kind: K, event: string, namespace: string, one: Definition<K>, more: Payload = {}): void {
    const name = `${kind}.${event}`;
    if (!this.#notifications.wants(name)) return;
    const payload = PAYLOADS[kind] as (one: Definition<K>) => Payload;
    this.#notifications.send(name, { namespace, ...payload(one), ...more });
  }
}

/** @param isOfObject - then upstream has null for what is empty, as for what is not there. */
function attributes(type: PropertyType, isOfObject: boolean): Payload {
  return Object.fromEntries(
    ATTRIBUTES.map((name) => [name, (isOfObject && isEmpty(type[name]) ? null : type[name]) ?? null]),
  );
}

/** As Python has it. */
function isEmpty(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return !value;
}

function times({ createdAt, updatedAt }: Times): Payload {
  return { created_at: payloadTime(createdAt), updated_at: payloadTime(updatedAt) };
}
