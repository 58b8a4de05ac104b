// SPDX-License-Identifier: Apache-2.0
// What was done between the recorded requests, and before them, as the later answers show.
import type { BootedCinder } from './boot-cinder.js';
import type { RecordedIds } from './recorded-requests.js';

export const DEMO_PROJECT = 'b91907d985964d3c887b75d638060580';
export const ADMIN_PROJECT = 'edff08f001ac454a965d26619027b341';
export const GOLDEN_1 = 'fe88d2c3-4c90-44d3-b95e-d2fa61cd4565';
const SNAPSHOT = '5c543389-3f5e-4265-9c12-1b7040afe336';
const GOLD = '346b789c-8d9d-4282-b623-8443c4e653e2';
const PRIVATE = 'e21ccd64-e26e-4465-a6d2-2c57d65db853';
const GROUP = 'c4890e8b-3a31-41f8-bcdc-7db8f14f7ab2';
const BACKUPS = ['ceafe786-5082-42f0-8acb-c164a92124ae', '886bb071-17b1-469a-a20e-15c4e888b736'] as const;
const MESSAGES = ['ffa23184-1d9f-4ec7-a985-f04ba82a2e14', '20356930-5274-4d1b-9ccc-6dfdb0c9d020'] as const;

export interface UnrecordedRequest {
  /** Of the recorded request that it goes before. */
  readonly before: number;
  readonly as: 'demo' | 'admin';
  readonly method: string;
  /** Below `/v3`, with recorded ids. */
  readonly path: string;
  readonly version?: string;
  readonly body?: unknown;
  readonly status: number;
  /** What it makes: under which name it is in the answer, and the id that it was recorded with. */
  readonly creates?: readonly [kind: string, id: string];
}

export const unrecordedRequests: readonly UnrecordedRequest[] = [
  {
    before: 30,
    as: 'demo',
    method: 'POST',
    path: `/${DEMO_PROJECT}/volumes`,
    body: { volume: { size: 1, name: 'golden-1', description: 'd', metadata: { k: 'v' } } },
    status: 202,
    creates: ['volume', GOLDEN_1],
  },
  {
    before: 154,
    as: 'demo',
    method: 'POST',
    path: `/${DEMO_PROJECT}/volumes/${GOLDEN_1}/action`,
    body: { 'os-attach': { instance_uuid: GOLDEN_1, mountpoint: '/dev/vdb', mode: 'rw' } },
    status: 202,
  },
  {
    before: 185,
    as: 'demo',
    method: 'DELETE',
    path: `/${DEMO_PROJECT}/volumes/2724eee6-3a7e-4db0-93bc-b7ed8fdb3cd4`,
    status: 202,
  },
  {
    before: 189,
    as: 'demo',
    method: 'POST',
    path: `/${DEMO_PROJECT}/snapshots`,
    body: { snapshot: { volume_id: GOLDEN_1, name: 'gs1', description: 'd', metadata: { k: 'v' } } },
    status: 202,
    creates: ['snapshot', SNAPSHOT],
  },
  {
    before: 221,
    as: 'admin',
    method: 'POST',
    path: `/${ADMIN_PROJECT}/types`,
    body: { volume_type: { name: 'gold', extra_specs: { volume_backend_name: 'fake' } } },
    status: 200,
    creates: ['volume_type', GOLD],
  },
  {
    before: 239,
    as: 'admin',
    method: 'DELETE',
    path: `/${ADMIN_PROJECT}/types/${GOLD}/encryption/provider`,
    status: 202,
  },
  {
    before: 239,
    as: 'admin',
    method: 'POST',
    path: `/${ADMIN_PROJECT}/types`,
    body: { volume_type: { name: 'private', 'os-volume-type-access:is_public': false } },
    status: 200,
    creates: ['volume_type', PRIVATE],
  },
  {
    before: 239,
    as: 'admin',
    method: 'POST',
    path: `/${ADMIN_PROJECT}/types/${PRIVATE}/action`,
    body: { addProjectAccess: { project: DEMO_PROJECT } },
    status: 202,
  },
  {
    before: 248,
    as: 'admin',
    method: 'DELETE',
    path: `/${ADMIN_PROJECT}/types/${PRIVATE}`,
    status: 202,
  },
  {
    before: 303,
    as: 'demo',
    method: 'POST',
    path: `/${DEMO_PROJECT}/groups/${GROUP}/action`,
    version: '3.13',
    body: { delete: { 'delete-volumes': false } },
    status: 202,
  },
];

/** `PUT /default-types/…`, as it leaves the database: by itself it asks the identity service about the project. */
export const DEFAULT_TYPE_BEFORE = 251;
export async function setDefaultType({ database }: BootedCinder, ids: RecordedIds): Promise<void> {
  await database.client.defaultVolumeType.create({
    data: { projectId: DEMO_PROJECT, volumeTypeId: ids.translate(GOLD), createdAt: new Date() },
  });
}

/** What earlier runs of the recorder had left: two backups that nobody made, what was told of them, a host's reason. */
export async function leaveTraces({ database }: BootedCinder): Promise<void> {
  const { client } = database;
  const at = [new Date('2026-11-21T09:35:31Z'), new Date('2026-11-21T09:34:20Z')] as const;
  for (const [index, id] of BACKUPS.entries()) {
    const createdAt = at[index] ?? new Date();
    const volumeId = '00000000-0000-4000-8000-000000000000';
    const row = { id, volumeId, projectId: DEMO_PROJECT, displayName: 'b', status: 'error', size: 2, createdAt };
    await client.backup.create({ data: { ...row, host: '', numDependentBackups: 0 } });
    await client.message.create({
      data: {
        id: MESSAGES[index] ?? id,
        projectId: DEMO_PROJECT,
        requestId: 'req-48cd40c0-dec4-4952-a368-480ed67dff2a',
        resourceType: 'VOLUME_BACKUP',
        resourceUuid: id,
        eventId: 'VOLUME_VOLUME_BACKUP_013_024',
        messageLevel: 'ERROR',
        expiresAt: new Date('2099-01-01T00:00:00Z'),
        ...{ actionId: '013', detailId: '024', createdAt },
      },
    });
  }
  for (const [resource, inUse] of [
    ['backups', 2],
    ['backup_gigabytes', 4],
  ] as const)
    await client.quotaUsage.create({ data: { projectId: DEMO_PROJECT, resource, inUse, reserved: 0 } });
  await client.service.updateMany({ where: { binary: 'cinder-volume' }, data: { disabledReason: 'golden' } });
}
