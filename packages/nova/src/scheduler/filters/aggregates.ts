// SPDX-License-Identifier: Apache-2.0
import { aggregateMetadata, aggregateValues, aggregateWords } from '../hosts/host-aggregates.js';
import { matchesSpec } from './extra-spec-operators.js';
import type { HostFilter } from './host-filter.js';

const SCOPE = 'aggregate_instance_extra_specs';

export interface AggregateFilterSettings {
  readonly defaultZone: string;
  /** Prefix of metadata that AggregateImagePropertiesIsolation looks at; all where there is none. */
  readonly isolationNamespace: string | undefined;
  readonly isolationSeparator: string;
}

/** Filters by the aggregates that a host is in. */
export function aggregateFilters(settings: AggregateFilterSettings): readonly HostFilter[] {
  const { defaultZone, isolationNamespace: namespace, isolationSeparator: separator } = settings;
  const prefix = namespace === undefined || namespace === '' ? '' : `${namespace}${separator}`;
  return [
    {
      name: 'AvailabilityZoneFilter',
      oncePerRequest: true,
      passes({ aggregates }, { availabilityZone: wanted }) {
        if (wanted === undefined) return true;
        const zones = aggregateWords(aggregates, 'availability_zone');
        return zones.size === 0 ? wanted === defaultZone : zones.has(wanted);
      },
    },
    {
      name: 'AggregateImagePropertiesIsolation',
      oncePerRequest: true,
      onRebuild: true,
      passes({ aggregates }, { image }) {
        const properties: Readonly<Record<string, unknown>> = image?.properties ?? {};
        return [...aggregateMetadata(aggregates)].every(([key, values]) => {
          const property = key.startsWith(prefix) && Object.hasOwn(properties, key) ? properties[key] : undefined;
          return !isSaid(property) || values.has(pythonText(property));
        });
      },
    },
    {
      name: 'AggregateInstanceExtraSpecsFilter',
      oncePerRequest: true,
      passes({ aggregates }, { flavor }) {
        const metadata = aggregateMetadata(aggregates);
        return Object.entries(flavor.extra_specs).every(([key, wanted]) => {
          const [scope, ...rest] = key.split(':');
          if (rest.length > 0 && scope !== SCOPE) return true;
          const values = metadata.get(rest.length === 0 ? key : rest.join(':'));
          return values !== undefined && [...values].some((value) => matchesSpec(value, wanted));
        });
      },
    },
    {
      name: 'AggregateMultiTenancyIsolation',
      oncePerRequest: true,
      passes({ aggregates }, { projectId }) {
        const projects = aggregateWords(aggregates, 'filter_tenant_id');
        return projects.size === 0 || projects.has(projectId);
      },
    },
    {
      name: 'AggregateTypeAffinityFilter',
      oncePerRequest: true,
      passes({ aggregates }, { flavor }) {
        const isLimited = aggregateValues(aggregates, 'instance_type').size > 0;
        return !isLimited || aggregateWords(aggregates, 'instance_type').has(flavor.name);
      },
    },
  ];
}

function isSaid(property: unknown): boolean {
  return property !== undefined && property !== null && property !== '' && property !== false && property !== 0;
}

/** Properties are typed, metadata are texts. */
function pythonText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === true ? 'True' : JSON.stringify(value);
}
