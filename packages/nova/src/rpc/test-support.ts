// SPDX-License-Identifier: Apache-2.0
// What messages are about, in tests.
import { silentLogger } from '@stackport/config';
import {
  type CallOptions,
  defaultTransportOptions,
  type Target,
  type Transport,
  TransportUrl,
} from '@stackport/messaging';
import { toWire } from '../objects/nova-object.js';
import { NOVA_EXCHANGE } from './addressing.js';

/** What is sent, and where to. */
export interface Sent {
  readonly topic: string;
  readonly server: string | null;
  readonly fanout: boolean;
  readonly message: Readonly<Record<string, unknown>>;
  readonly context: Readonly<Record<string, unknown>>;
  /** Of a call; null of a cast. */
  readonly options: CallOptions | null;
}

/** A bus that keeps what is sent; calls are answered by `answer`. */
export function recordingTransport(sent: Sent[], answer: () => unknown = () => null): Transport {
  const keep = (target: Target, context: Sent['context'], message: object, options: CallOptions | null): void => {
    const { topic, server = null, fanout = false } = target;
    sent.push({
      topic,
      server,
      fanout,
      ...(structuredClone({ message, context }) as Pick<Sent, 'message' | 'context'>),
      options,
    });
  };
  const silent = () => Promise.reject(new Error('Nobody is heard on a bus that only records'));
  return {
    url: TransportUrl.parse('fake://'),
    exchange: NOVA_EXCHANGE,
    options: defaultTransportOptions(),
    logger: silentLogger,
    cast: async (target, context, message) => keep(target, context, message, null),
    call: async (target, context, message, options = {}) => {
      keep(target, context, message, options);
      return { result: answer(), failure: null };
    },
    notify: silent,
    listen: silent,
    listenForNotifications: silent,
    close: async () => undefined,
  };
}

const UUID = '4d7d630d-e1a8-4ee3-a580-3abcd799e6ab';
const object = toWire;

const instance = object('Instance', { uuid: UUID, host: 'anchor', vcpus: 1 });
const aggregate = object('Aggregate', { id: 3, name: 'fast', hosts: ['anchor'], metadata: { ssd: 'true' } });
const bdm = object('BlockDeviceMapping', { id: 4, instance_uuid: UUID, volume_id: UUID, boot_index: null });

/** Objects, as they travel. */
export const samples = {
  instance,
  aggregate,
  aggregates: object('AggregateList', { objects: [aggregate] }),
  bdm,
  bdms: object('BlockDeviceMappingList', { objects: [bdm] }),
  buildRequest: object('BuildRequest', { id: 1, instance_uuid: UUID, instance }),
  event: object('InstanceExternalEvent', {
    instance_uuid: UUID,
    name: 'network-changed',
    status: 'completed',
    tag: null,
  }),
  flavor: object('Flavor', { id: 1, flavorid: '1', name: 'm1.tiny', vcpus: 1, memory_mb: 512 }),
  image: object('ImageMeta', {
    id: UUID,
    min_ram: 0,
    properties: object('ImageMetaProps', { hw_disk_bus: 'virtio' }),
  }),
  instances: object('InstanceList', { objects: [instance] }),
  limits: object('SchedulerLimits', { vcpu: 16, memory_mb: null, numa_topology: null, disk_gb: 40 }),
  migrateData: object('LibvirtLiveMigrateData', { is_volume_backed: true, filename: 'f' }),
  migration: object('Migration', { id: 9, uuid: UUID, source_compute: 'source', dest_compute: 'destination' }),
  networks: object('NetworkRequestList', { objects: [object('NetworkRequest', { network_id: 'none' })] }),
  requestSpec: object('RequestSpec', { instance_uuid: UUID, num_instances: 1, force_hosts: null }),
  selection: object('Selection', { service_host: 'anchor', nodename: 'anchor', compute_node_uuid: UUID }),
  tags: object('TagList', { objects: [object('Tag', { resource_id: UUID, tag: 'blue' })] }),
} as const;
