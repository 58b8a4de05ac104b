// SPDX-License-Identifier: Apache-2.0
import { silentLogger } from '@stackport/config';
import { defaultTransportOptions, RpcClient, TransportUrl, type Target, type Transport } from '@stackport/messaging';
import type { PythonPeer } from '@stackport/messaging/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isWireObject } from '../objects/wire-object.js';
import { BackupRpc } from '../rpc/backup-rpc.js';
import { contextDictionary } from '../rpc/rpc-context.js';
import { SchedulerRpc } from '../rpc/scheduler-rpc.js';
import { VolumeRpc } from '../rpc/volume-rpc.js';
import { makeRows, messagePairs, type Rows } from './message-pairs.js';
import { Meeting } from './test-support.js';

/** What is sent, and where to. */
interface Sent {
  readonly topic: string;
  readonly server: string | null;
  readonly fanout: boolean;
  readonly message: Readonly<Record<string, unknown>>;
  readonly context: readonly string[];
  readonly waits: boolean;
}

/** A bus that keeps what is sent. */
function recordingTransport(sent: Sent[]): Transport {
  const keep = (target: Target, context: object, message: object, waits: boolean): void => {
    const { topic, server = null, fanout = false } = target;
    const copy = JSON.parse(JSON.stringify(message)) as Sent['message'];
    sent.push({ topic, server, fanout, message: copy, context: Object.keys(context).sort(), waits });
  };
  const silent = () => Promise.reject(new Error('Nobody is heard on a bus that only records'));
  return {
    url: TransportUrl.parse('fake://'),
    exchange: 'openstack',
    options: defaultTransportOptions(),
    logger: silentLogger,
    cast: async (target, context, message) => keep(target, context, message, false),
    call: async (target, context, message) => {
      keep(target, context, message, true);
      return { result: {}, failure: null };
    },
    notify: silent,
    listen: silent,
    listenForNotifications: silent,
    close: async () => undefined,
  };
}

/** Parts of objects that either side loads only when it needs them: what both have is compared, nothing else is. */
const PARTS = new Set(
  [
    'metadata',
    'admin_metadata',
    'glance_metadata',
    'volume_type',
    'volume_attachment',
    'volume',
    'cluster',
    'group',
  ].concat(
    ['parent', 'volume_types', 'volume_type_ids', 'volumes', 'snapshots', 'group_snapshots', 'consistencygroup'],
    ['cgsnapshot', 'group_snapshot', 'extra_specs', 'projects', 'qos_specs'],
  ),
);

/** Of a value what another has too; order of changes says nothing. */
function common(value: unknown, other: unknown): unknown {
  if (isWireObject(value) && isWireObject(other)) {
    const data = value['versioned_object.data'];
    const others = other['versioned_object.data'];
    const shared = Object.keys(data).filter((name) => name in others || !PARTS.has(name));
    return {
      ...value,
      'versioned_object.data': Object.fromEntries(shared.map((name) => [name, common(data[name], others[name])])),
      'versioned_object.changes': [...(value['versioned_object.changes'] ?? [])].sort(),
    };
  }
  if (Array.isArray(value) && Array.isArray(other)) return value.map((one, index) => common(one, other[index]));
  if (typeof value === 'object' && value !== null && typeof other === 'object' && other !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, common(one, (other as Record<string, unknown>)[name])]),
    );
  return value;
}

describe("our RPC clients and Python's RPC API classes send the same", () => {
  let meeting: Meeting;
  let python: PythonPeer;
  let rows: Rows;
  const sent: Sent[] = [];
  const transport = recordingTransport(sent);
  const client = (topic: string, version: string) => new RpcClient(transport, { topic, version });
  const clients = {
    volume: new VolumeRpc(client('cinder-volume', '3.0')),
    scheduler: new SchedulerRpc(client('cinder-scheduler', '3.0')),
    backup: new BackupRpc(client('cinder-backup', '2.0')),
  };
  beforeAll(async () => {
    meeting = await Meeting.open();
    python = await meeting.python('client');
    rows = await makeRows(meeting);
    await meeting.pythonServices();
  });
  afterAll(() => meeting.close());

  it.each(messagePairs)('$api: $method', async ({ api, method, args, ours }) => {
    const context = contextDictionary(meeting.context);
    const asked = await python.ask({ do: 'capture', api, method, args: args(rows), context });
    expect(asked, JSON.stringify(asked)).toHaveProperty('result');
    sent.splice(0);
    await ours(clients, meeting.context, rows);
    expect(sent).toHaveLength(1);
    const [mine] = sent;
    const [theirs] = asked.result as Sent[];
    expect(common(mine, theirs)).toEqual(common(theirs, mine));
  });
});
