// SPDX-License-Identifier: Apache-2.0
import { volumeName } from '../volumes/volume.js';
import type { FilterProperties } from './filter-scheduler.js';
import type { RequestSpec } from './schedule-request.js';

type Values = Readonly<Record<string, unknown>>;

/**
 * A spec as upstream's filter_properties carry it: plain values, objects as dictionaries, lists of objects as lists,
 * times as text, and the properties that Python's volumes have beside their fields.
 * @param nameTemplate - `volume_name_template`
 */
export function plainSpec(spec: RequestSpec, nameTemplate: string): Record<string, unknown> {
  const plain = primitive(spec) as Record<string, unknown>;
  const volume = plain.volume as Values | null | undefined;
  return {
    ...plain,
    ...(volume ? { volume: { ...volume, ...derived(volume, nameTemplate) } } : {}),
    resource_properties: plain.volume_properties ?? {},
  };
}

/** What filters of Python schedulers, and the next attempt, find beside the choice itself. */
export function sharedProperties(
  chosen: FilterProperties,
  spec: RequestSpec,
  { wireType, nameTemplate }: { readonly wireType: unknown; readonly nameTemplate: string },
): FilterProperties {
  const type = wireType ?? {};
  return {
    ...chosen,
    request_spec: plainSpec(spec, nameTemplate),
    config_options: {},
    volume_type: type,
    resource_type: type,
  };
}

function derived(volume: Values, nameTemplate: string): Values {
  const id = text(volume.id);
  const nameId = typeof volume._name_id === 'string' ? volume._name_id : null;
  return {
    name: volumeName({ id, nameId }, nameTemplate),
    name_id: nameId ?? id,
    volume_metadata: pairs(volume.metadata),
    volume_admin_metadata: pairs(volume.admin_metadata),
    volume_glance_metadata: pairs(volume.glance_metadata),
  };
}

function pairs(dictionary: unknown): { key: string; value: unknown }[] {
  return Object.entries((dictionary ?? {}) as Values).map(([key, value]) => ({ key, value }));
}

function primitive(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString().replace('Z', '000');
  if (Array.isArray(value)) return value.map(primitive);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === 'objects' && Array.isArray(only[1])) return only[1].map(primitive);
  return Object.fromEntries(entries.map(([key, inner]) => [key, primitive(inner)]));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
