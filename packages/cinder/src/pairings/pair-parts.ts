// SPDX-License-Identifier: Apache-2.0
// What the pairs of messages are made of.
import type { RequestContext } from '@stackport/context';
import type { Said } from '@stackport/messaging/testing';
import type { BackupRow } from '../backups/backup-repository.js';
import type { Group, GroupSnapshot } from '../generated/mysql/client.js';
import type { SnapshotObjectRow } from '../objects/from-rows.js';
import type { BackupRpc } from '../rpc/backup-rpc.js';
import type { SchedulerRpc } from '../rpc/scheduler-rpc.js';
import type { VolumeRpc } from '../rpc/volume-rpc.js';
import type { VolumeRow } from '../volumes/volume.js';
import { PYTHON_BACKEND, PYTHON_HOST, type Meeting } from './test-support.js';

/** What messages are about; all of it is on Python's back end. */
export interface Rows {
  readonly volume: VolumeRow;
  readonly snapshot: SnapshotObjectRow;
  readonly backup: BackupRow;
  readonly group: Group;
  readonly groupSnapshot: GroupSnapshot & { readonly group: Group };
}

/** A volume of Python's back end, and what there is of it. */
export async function makeRows(meeting: Meeting): Promise<Rows> {
  const volume = await meeting.volume({ host: `${PYTHON_BACKEND}#pool` });
  const group = await meeting.group(PYTHON_BACKEND);
  return {
    volume,
    snapshot: { ...(await meeting.snapshot(volume)), volume },
    backup: await meeting.backup(volume, { host: PYTHON_HOST }),
    group,
    groupSnapshot: { ...(await meeting.groupSnapshot(group)), group },
  };
}

export interface Clients {
  readonly scheduler: SchedulerRpc;
  readonly volume: VolumeRpc;
  readonly backup: BackupRpc;
}

export interface MessagePair {
  readonly api: keyof Clients;
  /** Of upstream's class. */
  readonly method: string;
  /** For upstream's method, as `peer.py` reads them. */
  readonly args: (rows: Rows) => Said;
  readonly ours: (clients: Clients, context: RequestContext, rows: Rows) => Promise<unknown>;
}

export const CONNECTOR = { host: 'compute', ip: '10.0.0.9', initiator: 'iqn.1994-05.com.example:1' };
export const PAGE = { marker: null, limit: 10, offset: 0 };
export const REFERENCE = { 'source-name': 'disk.raw' };
export const IMAGE = { id: '70a599e0-31e7-49b7-b260-868f441e862b', disk_format: 'raw', container_format: 'bare' };
export const POOL = `${PYTHON_BACKEND}#pool`;
export const CAPABILITIES = { volume_backend_name: 'store', pools: [{ pool_name: 'pool', free_capacity_gb: 5 }] };
export const AT = '2026-11-21T08:49:41Z';
export const SPEC = { volume_id: 'v', volume_properties: { size: 1 } };
export const REQUEST = { requestSpec: SPEC, filterProperties: { retry: {} } };
export const theirRequest = { request_spec: SPEC, filter_properties: { retry: {} } };
export const DESTINATION = { host: POOL, cluster_name: null, capabilities: CAPABILITIES };
export const ourDestination = { host: POOL, clusterName: null, capabilities: CAPABILITIES };
export const SERVICE = { load: 'Service', host: PYTHON_BACKEND, binary: 'cinder-volume' };
export const serviceOf = (binary: string) => ({ load: 'Service', host: PYTHON_HOST, binary });
export const onHost = { host: PYTHON_BACKEND, clusterName: null };
export const LEVEL = { prefix: 'cinder', level: 'DEBUG' };
export const theirLevel = { make: 'LogLevel', values: LEVEL };
export const CLEANUP = {
  service_id: 1,
  binary: 'cinder-volume',
  host: PYTHON_BACKEND,
  cluster_name: null,
  until: new Date(AT),
};
export const theirCleanup = { make: 'CleanupRequest', values: { ...CLEANUP, until: { time: AT } } };

export const volumeOf = ({ volume }: Rows) => ({ load: 'Volume', id: volume.id });
export const snapshotOf = ({ snapshot }: Rows) => ({ load: 'Snapshot', id: snapshot.id });
export const backupOf = ({ backup }: Rows) => ({ load: 'Backup', id: backup.id });
export const groupOf = ({ group }: Rows) => ({ load: 'Group', id: group.id });
export const groupSnapshotOf = ({ groupSnapshot }: Rows) => ({ load: 'GroupSnapshot', id: groupSnapshot.id });

export const pair = (
  api: MessagePair['api'],
  method: string,
  args: MessagePair['args'],
  ours: MessagePair['ours'],
): MessagePair => ({ api, method, args, ours });
