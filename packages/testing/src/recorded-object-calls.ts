// SPDX-License-Identifier: Apache-2.0
// What Python's nova-compute asked of its conductor while a server lived, and what has to come of each.
import assert from 'node:assert/strict';
import type { RecordedCloud } from './nova-golden/recorded-cloud.js';
import type { MessageBody } from './recorded-messages.js';

type Cell = RecordedCloud['cell'];

interface Rows {
  readonly instance: number;
  readonly imageDevice: number;
  readonly volumeDevice: number;
  readonly service: number;
}

type Step = (cell: Cell, rows: Rows) => Promise<unknown>;

export interface RecordedObjectCall {
  /** `Instance.save` */
  readonly title: string;
  isOf(message: MessageBody): boolean;
  /** Makes what the call is about. */
  readonly prepare?: Step;
  /** Rejects where the answer, or what is in the database by then, is not what it has to be. */
  readonly check: (answer: unknown, cell: Cell, rows: Rows) => Promise<void> | void;
  readonly restore?: Step;
}

const SERVER = '4d7d630d-e1a8-4ee3-a580-3abcd799e6ab';
const VOLUME = 'fe0843e5-a70d-404d-b4e2-18cde2c719f0';
const BUILD = 'compute__do_build_and_run_instance';
const OTHER_PORT = { instanceUuid: SERVER, address: 'fa:16:3e:00:00:01', uuid: '0a5b5c0e-9d3c-4c56-8a2f-0f6f8c1f3f5a' };

interface WireObject {
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly objects: readonly WireObject[];
}

/** An object that travels, opened. */
function opened(value: unknown): WireObject {
  const { 'nova_object.name': name, 'nova_object.data': data } = value as {
    readonly 'nova_object.name': string;
    readonly 'nova_object.data': Readonly<Record<string, unknown>>;
  };
  const { objects } = data;
  return { name, data, objects: Array.isArray(objects) ? objects.map(opened) : [] };
}

/** What an `object_action` changed of its object. */
const changed = (answer: unknown): Readonly<Record<string, unknown>> => (answer as [Record<string, unknown>])[0];

function call(title: string, parts: Omit<RecordedObjectCall, 'title' | 'isOf'>): RecordedObjectCall {
  return {
    title,
    isOf: ({ args: { objname, objinst, objmethod } }) => {
      const name = objname ?? (objinst as Record<string, unknown> | undefined)?.['nova_object.name'];
      return `${String(name)}.${String(objmethod)}` === title;
    },
    ...parts,
  };
}

/** A call that is answered with a list of so many objects. */
const lists = (title: string, count: number): RecordedObjectCall =>
  call(title, {
    check: (answer) => {
      const { name, objects } = opened(answer);
      assert.deepEqual([name, objects.length], [title.split('.')[0], count]);
    },
  });

const newestEvent = (cell: Cell) => cell.instanceActionEvent.findFirstOrThrow({ orderBy: { id: 'desc' } });
const instance = (cell: Cell) => cell.instance.findUniqueOrThrow({ where: { uuid: SERVER } });
const cacheOf = (cell: Cell) => cell.instanceInfoCache.findFirstOrThrow({ where: { instanceUuid: SERVER } });

/** Of a server that runs on the host `anchor`, whose volume was detached. */
export const recordedObjectCalls: readonly RecordedObjectCall[] = [
  call('Service.save', {
    prepare: (cell, { service: id }) =>
      cell.service.create({ data: { id, host: 'elsewhere', binary: 'nova-compute', topic: 'compute', version: 64 } }),
    check: async (answer, cell, { service: id }) => {
      assert.equal(typeof changed(answer).last_seen_up, 'string');
      const row = await cell.service.findUniqueOrThrow({ where: { id } });
      assert.equal(row.reportCount, 282);
      assert.notEqual(row.lastSeenUp, null);
    },
    restore: (cell, { service: id }) => cell.service.delete({ where: { id } }),
  }),
  call('InstanceActionEvent.event_start', {
    check: async (answer, cell) => {
      assert.equal(answer, null);
      const { event, host, finishTime } = await newestEvent(cell);
      assert.deepEqual({ event, host, finishTime }, { event: BUILD, host: 'anchor', finishTime: null });
    },
  }),
  call('InstanceActionEvent.event_finish_with_failure', {
    check: async (answer, cell) => {
      assert.equal(answer, null);
      const { event, result, finishTime } = await newestEvent(cell);
      assert.deepEqual({ event, result }, { event: BUILD, result: 'Success' });
      assert.notEqual(finishTime, null);
    },
  }),
  call('Instance.save', {
    check: async (answer, cell) => {
      assert.equal(typeof changed(answer).updated_at, 'string');
      assert.equal((await instance(cell)).vmState, 'building');
    },
    restore: (cell) => cell.instance.update({ where: { uuid: SERVER }, data: { vmState: 'active' } }),
  }),
  lists('BlockDeviceMappingList.get_by_instance_uuid', 1),
  call('ComputeNode.save', {
    check: async (_answer, cell) => {
      const { vcpusUsed, runningVms, freeRamMb } = await cell.computeNode.findFirstOrThrow();
      assert.deepEqual({ vcpusUsed, runningVms, freeRamMb }, { vcpusUsed: 51, runningVms: 51, freeRamMb: 796_224 });
    },
  }),
  call('Service.get_by_compute_host', {
    check: (answer) => {
      const { name, data } = opened(answer);
      assert.deepEqual([name, data.host, data.binary], ['Service', 'anchor', 'nova-compute']);
    },
  }),
  call('BlockDeviceMapping.save', {
    prepare: (cell, { imageDevice: id }) =>
      cell.blockDeviceMapping.update({ where: { id }, data: { deviceName: null } }),
    check: async (_answer, cell, { imageDevice: id }) => {
      assert.equal((await cell.blockDeviceMapping.findUniqueOrThrow({ where: { id } })).deviceName, '/dev/sda');
    },
  }),
  call('BlockDeviceMapping.create', {
    check: async (answer, cell) => {
      const { id } = changed(answer);
      const row = await cell.blockDeviceMapping.findUniqueOrThrow({ where: { id: Number(id) } });
      assert.deepEqual([row.deviceName, row.volumeId, row.instanceUuid], ['/dev/sdb', VOLUME, SERVER]);
    },
  }),
  call('BlockDeviceMapping.get_by_volume_and_instance', {
    check: (answer) => {
      const { name, data } = opened(answer);
      assert.deepEqual([name, data.volume_id, data.instance_uuid], ['BlockDeviceMapping', VOLUME, SERVER]);
    },
    restore: (cell) => cell.blockDeviceMapping.deleteMany({ where: { volumeId: VOLUME, deleted: 0 } }),
  }),
  call('BlockDeviceMapping.destroy', {
    prepare: (cell, { volumeDevice: id }) => cell.blockDeviceMapping.update({ where: { id }, data: { deleted: 0 } }),
    check: async (_answer, cell, { volumeDevice: id }) => {
      assert.equal((await cell.blockDeviceMapping.findUniqueOrThrow({ where: { id } })).deleted, id);
    },
  }),
  call('Instance.get_by_uuid', {
    check: (answer) => {
      const { name, data } = opened(answer);
      assert.deepEqual([name, data.uuid, data.vm_state], ['Instance', SERVER, 'active']);
      assert.equal(opened(data.flavor).data.name, 'm1.nano');
    },
  }),
  call('InstanceInfoCache.refresh', {
    prepare: (cell) => cell.instanceInfoCache.updateMany({ data: { networkInfo: '[{"id": "port"}]' } }),
    check: (answer) => assert.equal(changed(answer).network_info, '[{"id": "port"}]'),
  }),
  call('InstanceInfoCache.save', {
    check: async (_answer, cell) => assert.equal((await cacheOf(cell)).networkInfo, '[]'),
  }),
  call('VirtualInterface.delete_by_instance_uuid', {
    prepare: (cell) => cell.virtualInterface.create({ data: OTHER_PORT }),
    check: async (answer, cell) => {
      assert.equal(answer, null);
      assert.equal(await cell.virtualInterface.count({ where: { instanceUuid: SERVER, deleted: 0 } }), 0);
    },
  }),
  call('ResourceList.get_by_instance_uuid', { check: (answer) => assert.equal(answer, null) }),
  call('ConsoleAuthToken.clean_console_auths_for_instance', {
    prepare: (cell) =>
      cell.consoleAuthToken.create({
        data: {
          tokenHash: 'hash',
          consoleType: 'novnc',
          host: 'h',
          port: 1,
          instanceUuid: SERVER,
          expires: 2 ** 31 - 1,
        },
      }),
    check: async (answer, cell) => {
      assert.equal(answer, null);
      assert.equal(await cell.consoleAuthToken.count({ where: { instanceUuid: SERVER } }), 0);
    },
  }),
  lists('ComputeNodeList.get_all_by_host', 1),
  lists('InstanceList.get_by_host_and_node', 1),
  lists('MigrationList.get_in_progress_and_error', 0),
  lists('VirtualInterfaceList.get_by_instance_uuid', 0),
  lists('InstanceList.get_by_host', 1),
  call('Instance.destroy', {
    check: async (answer, cell, { instance: id }) => {
      assert.equal(changed(answer).deleted, true);
      assert.equal((await instance(cell)).deleted, id);
    },
    restore: (cell) =>
      cell.instance.update({ where: { uuid: SERVER }, data: { deleted: 0, deletedAt: null, terminatedAt: null } }),
  }),
];
