// SPDX-License-Identifier: Apache-2.0
import type { CellServices, ServiceChanges } from '../../hosts/cell-services.js';
import type { ComputeNodeChanges, ComputeNodes } from '../../hosts/compute-nodes.js';
import { ComputeHostNotFound, HostBinaryNotFound } from '../../errors/hosts.js';
import { listOf, objectOf } from '../../object-values.js';
import type { ServiceNotices } from '../../notifications/service-notices.js';
import { argument, changesOf, textArgument, type ObjectMethodTable } from './object-methods.js';

/** `Service` and `ComputeNode`: what a host says of itself. */
export function hostMethods(
  services: CellServices,
  nodes: ComputeNodes,
  notices: Pick<ServiceNotices, 'created' | 'updated'>,
): ObjectMethodTable {
  const service = async (host: string, binary: string) => {
    const found = await services.find(host, binary);
    if (found === undefined) {
      if (binary === 'nova-compute') throw new ComputeHostNotFound(host);
      throw new HostBinaryNotFound(host, binary);
    }
    return objectOf('Service', found);
  };
  return {
    Service: {
      classMethods: {
        get_by_compute_host: (call) => service(textArgument(call, 0, 'host'), 'nova-compute'),
        // These two answer with none rather than with an error, since a new host has none yet.
        get_by_host_and_binary: async (call) => {
          const found = await services.find(textArgument(call, 0, 'host'), textArgument(call, 1, 'binary'));
          return found === undefined ? null : objectOf('Service', found);
        },
        get_minimum_version: async (call) => {
          const [binary] = [textArgument(call, 0, 'binary')];
          const versions = (await services.list({ binary, forcedDown: false })).map(({ version }) => version ?? 0);
          return versions.length === 0 ? 0 : Math.min(...versions);
        },
      },
      methods: {
        create: async (object, { context }) => {
          const created = await services.create(object.values);
          await notices.created(context, created);
          return { after: { ...object.values, ...created } };
        },
        save: async (object, { context }) => {
          const saved = await services.save(Number(object.values.id), changesOf<ServiceChanges>(object));
          await notices.updated(context, saved, object.changes);
          return { after: { ...object.values, ...saved } };
        },
      },
    },
    ComputeNode: {
      classMethods: {
        get_by_host_and_nodename: async (call) => {
          const [host, nodename] = [textArgument(call, 0, 'host'), textArgument(call, 1, 'nodename')];
          return objectOf('ComputeNode', await nodes.get({ host, hypervisorHostname: nodename }, host));
        },
        get_by_nodename: async (call) => {
          const hypervisorHostname = textArgument(call, 0, 'hypervisor_hostname');
          return objectOf('ComputeNode', await nodes.get({ hypervisorHostname }, hypervisorHostname));
        },
      },
      methods: {
        create: async (object) => ({
          after: { ...object.values, ...(await nodes.create(object.values)) },
        }),
        save: async (object) => ({
          after: {
            ...object.values,
            ...(await nodes.save(Number(object.values.id), changesOf<ComputeNodeChanges>(object))),
          },
        }),
        destroy: async (object) => {
          await nodes.destroy(Number(object.values.id));
          return { after: object.values };
        },
      },
    },
    ComputeNodeList: {
      classMethods: {
        get_all_by_host: async (call) => {
          const host = textArgument(call, 0, 'host');
          const found = await nodes.list({ host });
          if (found.length === 0) throw new ComputeHostNotFound(host);
          return listOf('ComputeNodeList', found);
        },
        get_all_by_uuids: async (call) =>
          listOf(
            'ComputeNodeList',
            await nodes.list({ uuid: { in: (argument(call, 0, 'compute_uuids') ?? []) as string[] } }),
          ),
      },
    },
  };
}
