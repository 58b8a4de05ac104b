// SPDX-License-Identifier: Apache-2.0
import type { ObjectValues } from '@stackport/versioned-objects';
import { InstanceNotFound, InstanceUpdateConflict } from '../../errors/instances.js';
import type { InstanceChanges, InstanceValues } from '../../instances/instance.js';
import type { Expected, InstanceRepository, PartName } from '../../instances/instance-repository.js';
import type { TaskState, VmState } from '../../instances/states.js';
import { listOf, objectOf } from '../../object-values.js';
import { argument, changesOf, textArgument, type ObjectCall, type ObjectMethodTable } from './object-methods.js';

/** What a server is loaded with where nobody says: upstream's default. */
const DEFAULT_PARTS: readonly PartName[] = ['info_cache', 'metadata', 'system_metadata'];

const PARTS: ReadonlySet<unknown> = new Set<PartName>([
  'metadata',
  'system_metadata',
  'info_cache',
  'flavor',
  'keypairs',
  'tags',
  'trusted_certs',
  'migration_context',
  'numa_topology',
  'pci_requests',
  'device_metadata',
  'vcpu_model',
  'resources',
  'fault',
]);

/** `Instance`, `InstanceList`, `InstanceInfoCache` and the `ResourceList` of an instance. */
export function instanceMethods(instances: InstanceRepository): ObjectMethodTable {
  const lists = async (call: ObjectCall, where: Parameters<InstanceRepository['list']>[0]['where'], position: number) =>
    listOf(
      'InstanceList',
      (
        await instances.list(
          { where: { deleted: 0, ...where }, orderBy: { id: 'asc' } },
          partsOf(argument(call, position, 'expected_attrs'), []),
        )
      ).map(withLists),
    );
  return {
    Instance: {
      classMethods: {
        get_by_uuid: async (call) =>
          objectOf(
            'Instance',
            withLists(
              await instances.get(
                textArgument(call, 0, 'uuid'),
                partsOf(argument(call, 1, 'expected_attrs'), DEFAULT_PARTS),
                call.context.showDeleted,
              ),
            ),
          ),
        get_by_id: async (call) => {
          const [found] = await instances.list(
            { where: { id: Number(argument(call, 0, 'inst_id')) } },
            partsOf(argument(call, 1, 'expected_attrs'), DEFAULT_PARTS),
          );
          return found === undefined
            ? objectOf('Instance', await instances.get(String(argument(call, 0, 'inst_id'))))
            : objectOf('Instance', withLists(found));
        },
      },
      methods: {
        save: async (object, call) => {
          const uuid = String(object.values.uuid);
          const changes = changesOf<InstanceChanges>(object);
          await instances.save(uuid, changes, expectedOf(call)).catch(async (error: unknown) => {
            const isDone =
              call.redelivered &&
              error instanceof InstanceUpdateConflict &&
              hasStates(await instances.get(uuid), changes);
            if (!isDone) throw error;
          });
          const loaded = Object.keys(object.values).filter((name) => PARTS.has(name)) as PartName[];
          return { after: { ...object.values, ...withLists(await instances.get(uuid, loaded, true)) } };
        },
        refresh: async (object) => {
          const loaded = Object.keys(object.values).filter((name) => PARTS.has(name)) as PartName[];
          const fresh = await instances.get(String(object.values.uuid), loaded);
          return { after: { ...object.values, ...withLists(fresh) } };
        },
        destroy: async (object, { redelivered }) => {
          const uuid = String(object.values.uuid);
          const row = await instances.destroy(uuid).catch((error: unknown) => {
            if (redelivered && error instanceof InstanceNotFound) return instances.get(uuid, [], true);
            throw error;
          });
          return { after: { ...object.values, ...row } };
        },
      },
    },
    InstanceList: {
      classMethods: {
        get_by_host: (call) => lists(call, { host: textArgument(call, 0, 'host') }, 1),
        get_by_host_and_node: (call) =>
          lists(call, { host: textArgument(call, 0, 'host'), node: textArgument(call, 1, 'node') }, 2),
        get_by_filters: (call) => lists(call, filtersOf(argument(call, 0, 'filters')), 5),
      },
    },
    ResourceList: {
      classMethods: {
        // A server that has none of them has no list either.
        get_by_instance_uuid: async (call) => {
          const uuid = textArgument(call, 0, 'instance_uuid');
          const [found] = await instances.list({ where: { uuid } }, ['resources']);
          return found?.resources === null || found?.resources === undefined
            ? null
            : objectOf('ResourceList', found.resources);
        },
      },
    },
    InstanceInfoCache: {
      classMethods: {
        get_by_instance_uuid: async (call) => {
          const { info_cache: cache } = await instances.get(
            textArgument(call, 0, 'instance_uuid'),
            ['info_cache'],
            true,
          );
          return objectOf('InstanceInfoCache', cache ?? {});
        },
      },
      methods: {
        save: async (object) => {
          const uuid = String(object.values.instance_uuid);
          if (object.changes.includes('network_info'))
            await instances.save(uuid, {
              info_cache: { instance_uuid: uuid, network_info: (object.values.network_info ?? null) as string | null },
            });
          return { after: object.values };
        },
        refresh: async (object) => {
          const { info_cache: cache } = await instances.get(String(object.values.instance_uuid), ['info_cache'], true);
          return { after: { ...object.values, ...(cache ?? {}) } };
        },
      },
    },
  };
}

/** What is always there and empty here: security groups are Neutron's, PCI devices are none. */
function withLists(instance: InstanceValues): ObjectValues {
  return { security_groups: { objects: [] }, ...instance };
}

/** Whether a server is in the states that a change leads to: a repeat of it finds no more what it expects. */
function hasStates(instance: InstanceValues, changes: InstanceChanges): boolean {
  const states = (['vm_state', 'task_state'] as const).filter((name) => name in changes);
  return states.length > 0 && states.every((name) => instance[name] === changes[name]);
}

function partsOf(wanted: unknown, otherwise: readonly PartName[]): readonly PartName[] {
  if (!Array.isArray(wanted)) return otherwise;
  const parts = wanted.filter((name): name is PartName => PARTS.has(name));
  // The three flavors are one column, and upstream loads them together.
  return parts.includes('flavor') ? [...parts, 'old_flavor', 'new_flavor'] : parts;
}

/** `None` expects nothing; `[None]` expects that there is none. */
function expectedOf(call: ObjectCall): Expected {
  const any = (value: unknown): readonly unknown[] | undefined => {
    if (value === undefined || value === null) return undefined;
    return Array.isArray(value) ? (value as unknown[]) : [value];
  };
  return {
    vmState: any(argument(call, 0, 'expected_vm_state')) as readonly (VmState | null)[] | undefined,
    taskState: any(argument(call, 1, 'expected_task_state')) as readonly (TaskState | null)[] | undefined,
  };
}

/** The filters that nova-compute's periodic work asks with. */
function filtersOf(filters: unknown): Parameters<InstanceRepository['list']>[0]['where'] {
  const given = (filters ?? {}) as Readonly<Record<string, unknown>>;
  const any = (value: unknown): { in: string[] } | string | undefined =>
    Array.isArray(value) ? { in: value as string[] } : typeof value === 'string' ? value : undefined;
  return {
    ...(given.deleted === true ? { deleted: { not: 0 } } : {}),
    ...Object.fromEntries(
      (
        [
          ['uuid', 'uuid'],
          ['host', 'host'],
          ['vm_state', 'vmState'],
          ['task_state', 'taskState'],
        ] as const
      ).flatMap(([name, column]) => (given[name] === undefined ? [] : [[column, any(given[name])]])),
    ),
  };
}
