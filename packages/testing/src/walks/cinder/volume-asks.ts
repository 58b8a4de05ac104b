// SPDX-License-Identifier: Apache-2.0
import type { MakeAsk, RouteAsk } from '../policy-fixture.js';
import { type CinderObjects, HOST, OTHER_HOST, OWNER } from './cinder-objects.js';

type Asks = Readonly<Record<string, RouteAsk | MakeAsk>>;
type VolumeValues = Parameters<CinderObjects['volume']>[0];

const attached = { status: 'in-use', attachStatus: 'attached' };
const connector = { host: 'compute', ip: '192.0.2.7', initiator: 'iqn.1993-08.org.debian:01:1' };

/** Volumes, with what is done to them. */
export function volumeAsks(objects: CinderObjects): Asks {
  const about =
    (body?: unknown, values?: VolumeValues): MakeAsk =>
    async () => ({ path: [await objects.volume(values)], owner: OWNER, ...(body === undefined ? {} : { body }) });
  const listed: MakeAsk = async () => ({ owner: OWNER, listed: await objects.volume() });
  const metadata =
    (body?: unknown, key = false): MakeAsk =>
    async () => {
      const id = await objects.volume();
      await objects.volumeMetadata(id);
      return { path: key ? [id, 'key'] : [id], owner: OWNER, ...(body === undefined ? {} : { body }) };
    };
  return {
    'GET /volumes': listed,
    'GET /volumes/detail': listed,
    'GET /volumes/summary': {},
    'GET /volumes/{}': about(),
    'POST /volumes': () => ({ body: { volume: { size: 1 } } }),
    'PUT /volumes/{}': about({ volume: { name: 'new' } }),
    // Only `force` comes to volume:force_delete.
    'DELETE /volumes/{}': { ask: about(), rules: ['volume:get', 'volume:delete'] },
    'GET /volumes/{}/metadata': metadata(),
    'GET /volumes/{}/metadata/{}': metadata(undefined, true),
    'POST /volumes/{}/metadata': metadata({ metadata: { other: 'value' } }),
    'PUT /volumes/{}/metadata': metadata({ metadata: { other: 'value' } }),
    'PUT /volumes/{}/metadata/{}': metadata({ meta: { key: 'changed' } }, true),
    'DELETE /volumes/{}/metadata/{}': metadata(undefined, true),
    'GET /volumes/{}/encryption': about(),
    'GET /volumes/{}/encryption/{}': async () => ({
      path: [await objects.volume(), 'encryption_key_id'],
      owner: OWNER,
    }),
    ...volumeActionAsks(objects, about),
  };
}

function volumeActionAsks(objects: CinderObjects, about: (body?: unknown, values?: VolumeValues) => MakeAsk): Asks {
  const action =
    (name: string, parameters: unknown, values?: VolumeValues): MakeAsk =>
    (caller) =>
      about({ [name]: parameters }, values)(caller);
  const inUse =
    (name: string, parameters: (attachmentId: string) => unknown, status = 'in-use'): MakeAsk =>
    async () => {
      const volumeId = await objects.volume({ ...attached, status });
      const attachment = await objects.attachment({ volumeId });
      return { path: [volumeId], owner: OWNER, body: { [name]: parameters(attachment) } };
    };
  const image =
    (name: string, parameters: unknown): MakeAsk =>
    async () => {
      const id = await objects.volume();
      await objects.imageMetadata(id);
      return { path: [id], owner: OWNER, body: { [name]: parameters } };
    };
  const on = (name: string): string => `POST /volumes/{}/action ${name}`;
  return {
    [on('os-attach')]: {
      ask: action('os-attach', {
        instance_uuid: '7d8e7f4c-6f6d-4a3c-b3e0-2c7a1d9c5b11',
        mountpoint: '/dev/vdb',
        mode: 'rw',
      }),
      // The service writes its own metadata with more rights than the caller's (volume/api.py).
      rules: ['volume:get', 'volume_extension:volume_actions:attach'],
    },
    [on('os-detach')]: inUse('os-detach', (id) => ({ attachment_id: id }), 'detaching'),
    [on('os-reserve')]: action('os-reserve', {}),
    [on('os-unreserve')]: action('os-unreserve', {}, { status: 'attaching' }),
    [on('os-begin_detaching')]: inUse('os-begin_detaching', () => ({})),
    [on('os-roll_detaching')]: inUse('os-roll_detaching', () => ({}), 'detaching'),
    [on('os-initialize_connection')]: action('os-initialize_connection', { connector }),
    [on('os-terminate_connection')]: action('os-terminate_connection', { connector }),
    [on('os-extend')]: action('os-extend', { new_size: 2 }),
    [on('os-set_bootable')]: action('os-set_bootable', { bootable: true }),
    [on('os-update_readonly_flag')]: {
      ask: action('os-update_readonly_flag', { readonly: true }),
      // As for os-attach.
      rules: ['volume:get', 'volume:update_readonly_flag'],
    },
    [on('os-reset_status')]: action('os-reset_status', { status: 'error' }),
    [on('os-force_delete')]: action('os-force_delete', {}),
    [on('os-force_detach')]: inUse('os-force_detach', (id) => ({ attachment_id: id, connector })),
    [on('os-migrate_volume')]: action('os-migrate_volume', { host: `${OTHER_HOST}#file` }),
    [on('os-migrate_volume_completion')]: async () => {
      const moved = await objects.volume({ migrationStatus: 'migrating' });
      const copy = await objects.volume({ migrationStatus: `target:${moved}`, host: `${OTHER_HOST}#file` });
      return {
        path: [moved],
        owner: OWNER,
        body: { 'os-migrate_volume_completion': { new_volume: copy, error: false } },
      };
    },
    [on('os-reimage')]: action('os-reimage', {
      image_id: 'c905cedb-7281-47e4-8a62-f26bc5fc4c77',
      reimage_reserved: false,
    }),
    [on('os-retype')]: async () => ({
      path: [await objects.volume()],
      owner: OWNER,
      body: { 'os-retype': { new_type: await objects.type(), migration_policy: 'never' } },
    }),
    [on('os-set_image_metadata')]: image('os-set_image_metadata', { metadata: { other: 'value' } }),
    [on('os-show_image_metadata')]: image('os-show_image_metadata', {}),
    [on('os-unset_image_metadata')]: image('os-unset_image_metadata', { key: 'key' }),
    [on('os-unmanage')]: action('os-unmanage', {}),
    [on('os-volume_upload_image')]: {
      ask: action('os-volume_upload_image', { image_name: 'image' }),
      // Only a public image comes to upload_public.
      rules: ['volume:get', 'volume_extension:volume_actions:upload_image'],
    },
    [on('revert')]: async () => {
      const volumeId = await objects.volume();
      return {
        path: [volumeId],
        owner: OWNER,
        body: { revert: { snapshot_id: await objects.snapshot({ volumeId }) } },
      };
    },
  };
}

/** Attachments of volumes. */
export function attachmentAsks(objects: CinderObjects): Asks {
  const about =
    (body?: unknown, values?: Parameters<CinderObjects['attachment']>[0]): MakeAsk =>
    async () => ({ path: [await objects.attachment(values)], owner: OWNER, ...(body === undefined ? {} : { body }) });
  const listed: RouteAsk = {
    ask: async () => ({ owner: OWNER, listed: await objects.attachment() }),
    access: 'authenticated',
  };
  return {
    'GET /attachments': listed,
    'GET /attachments/detail': listed,
    'GET /attachments/{}': { ask: about(), access: 'authenticated' },
    'POST /attachments': async () => ({
      owner: OWNER,
      body: {
        attachment: {
          volume_uuid: await objects.volume(),
          instance_uuid: '7d8e7f4c-6f6d-4a3c-b3e0-2c7a1d9c5b11',
          connector,
        },
      },
    }),
    'PUT /attachments/{}': async () => {
      const volumeId = await objects.volume({ status: 'reserved', attachStatus: 'detached' });
      const id = await objects.attachment({
        volumeId,
        attachStatus: 'reserved',
        connector: null,
        connectionInfo: null,
      });
      return { path: [id], owner: OWNER, body: { attachment: { connector } } };
    },
    'DELETE /attachments/{}': about(),
    'POST /attachments/{}/action os-complete': async () => {
      const volumeId = await objects.volume({ status: 'attaching', attachStatus: 'attaching' });
      const id = await objects.attachment({ volumeId, attachStatus: 'attaching' });
      return { path: [id], owner: OWNER, body: { 'os-complete': {} } };
    },
  };
}

/** What is on a back end and not yet in the database. */
export function manageableAsks(objects: CinderObjects): Asks {
  const query: MakeAsk = () => ({ query: `?host=${encodeURIComponent(`${HOST}#file`)}` });
  const reference = { 'source-name': 'there' };
  const manageVolume: MakeAsk = () => ({ body: { volume: { host: `${HOST}#file`, ref: reference } } });
  const manageSnapshot: MakeAsk = async () => ({
    owner: OWNER,
    body: { snapshot: { volume_id: await objects.volume(), ref: reference } },
  });
  return {
    'GET /manageable_volumes': query,
    'GET /manageable_volumes/detail': query,
    'POST /manageable_volumes': manageVolume,
    'GET /manageable_snapshots': query,
    'GET /manageable_snapshots/detail': query,
    'POST /manageable_snapshots': manageSnapshot,
    'GET /os-volume-manage': query,
    'GET /os-volume-manage/detail': query,
    'POST /os-volume-manage': manageVolume,
    'GET /os-snapshot-manage': query,
    'GET /os-snapshot-manage/detail': query,
    'POST /os-snapshot-manage': manageSnapshot,
  };
}
