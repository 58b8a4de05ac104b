// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { MakeAsk, RouteAsk } from '../policy-fixture.js';
import { type CinderObjects, OWNER } from './cinder-objects.js';

type Asks = Readonly<Record<string, RouteAsk | MakeAsk>>;

/** Snapshots of volumes. */
export function snapshotAsks(objects: CinderObjects): Asks {
  const about =
    (body?: unknown, values?: Parameters<CinderObjects['snapshot']>[0]): MakeAsk =>
    async () => ({ path: [await objects.snapshot(values)], owner: OWNER, ...(body === undefined ? {} : { body }) });
  const listed: MakeAsk = async () => ({ owner: OWNER, listed: await objects.snapshot() });
  const metadata =
    (body?: unknown, key = false): MakeAsk =>
    async () => {
      const id = await objects.snapshot();
      await objects.snapshotMetadata(id);
      return { path: key ? [id, 'key'] : [id], owner: OWNER, ...(body === undefined ? {} : { body }) };
    };
  const on = (name: string): string => `POST /snapshots/{}/action ${name}`;
  return {
    'GET /snapshots': listed,
    'GET /snapshots/detail': listed,
    'GET /snapshots/{}': about(),
    'POST /snapshots': async () => ({ owner: OWNER, body: { snapshot: { volume_id: await objects.volume() } } }),
    'PUT /snapshots/{}': about({ snapshot: { name: 'new' } }),
    'DELETE /snapshots/{}': about(),
    'GET /snapshots/{}/metadata': metadata(),
    'GET /snapshots/{}/metadata/{}': metadata(undefined, true),
    'POST /snapshots/{}/metadata': metadata({ metadata: { other: 'value' } }),
    'PUT /snapshots/{}/metadata': metadata({ metadata: { other: 'value' } }),
    'PUT /snapshots/{}/metadata/{}': metadata({ meta: { key: 'changed' } }, true),
    'DELETE /snapshots/{}/metadata/{}': metadata(undefined, true),
    [on('os-force_delete')]: about({ 'os-force_delete': {} }),
    [on('os-reset_status')]: about({ 'os-reset_status': { status: 'error' } }),
    [on('os-unmanage')]: about({ 'os-unmanage': {} }),
    [on('os-update_snapshot_status')]: about(
      { 'os-update_snapshot_status': { status: 'available' } },
      { status: 'creating' },
    ),
  };
}

/** Backups of volumes. */
export function backupAsks(objects: CinderObjects): Asks {
  const about =
    (body?: unknown): MakeAsk =>
    async () => ({ path: [await objects.backup()], owner: OWNER, ...(body === undefined ? {} : { body }) });
  const listed: MakeAsk = async () => ({ owner: OWNER, listed: await objects.backup() });
  return {
    'GET /backups': listed,
    'GET /backups/detail': { ask: listed, rules: ['backup:get_all'] },
    'GET /backups/{}': about(),
    'POST /backups': async () => ({ owner: OWNER, body: { backup: { volume_id: await objects.volume() } } }),
    'PUT /backups/{}': about({ backup: { name: 'new' } }),
    'DELETE /backups/{}': about(),
    'POST /backups/{}/restore': async () => ({
      path: [await objects.backup()],
      owner: OWNER,
      body: { restore: { volume_id: await objects.volume() } },
    }),
    'GET /backups/{}/export_record': about(),
    'POST /backups/import_record': () => ({ body: { 'backup-record': exportedRecord() } }),
    'POST /backups/{}/action os-reset_status': about({ 'os-reset_status': { status: 'error' } }),
    'POST /backups/{}/action os-force_delete': about({ 'os-force_delete': {} }),
  };
}

/** A record as an operator keeps it, of a backup that the database does not know any more. */
function exportedRecord(): Readonly<Record<string, string>> {
  const service = 'cinder.backup.drivers.posix.PosixBackupDriver';
  const ids = { id: randomUUID(), volume_id: randomUUID(), project_id: OWNER, user_id: 'owner' };
  const values = { ...ids, service, size: 1, status: 'available', container: '00/11/backup', object_count: 1 };
  const text = Buffer.from(JSON.stringify({ driver_info: {}, ...values })).toString('base64');
  return { backup_service: service, backup_url: text };
}

/** Transfers of a volume to another project; both names of the route. @param accepting - salt and hash of a known key */
export function transferAsks(
  objects: CinderObjects,
  accepting: { readonly key: string; readonly salt: string; readonly cryptHash: string },
): Asks {
  const { key, ...stored } = accepting;
  const about: MakeAsk = async () => ({
    path: [await objects.transfer(await objects.volume(), stored)],
    owner: OWNER,
  });
  const listed: MakeAsk = async () => ({
    owner: OWNER,
    listed: await objects.transfer(await objects.volume(), stored),
  });
  const all = (path: string): Asks => ({
    [`GET ${path}`]: listed,
    [`GET ${path}/detail`]: listed,
    [`GET ${path}/{}`]: about,
    [`POST ${path}`]: async () => ({ owner: OWNER, body: { transfer: { volume_id: await objects.volume() } } }),
    // Whoever has the key may take it: that is what a transfer is for.
    [`POST ${path}/{}/accept`]: async () => ({
      path: [await objects.transfer(await objects.volume(), stored)],
      body: { accept: { auth_key: key } },
    }),
    [`DELETE ${path}/{}`]: about,
  });
  return { ...all('/volume-transfers'), ...all('/os-volume-transfer') };
}
