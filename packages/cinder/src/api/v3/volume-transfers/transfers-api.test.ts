// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { silentLogger } from '@stackport/config';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { quotaEngine, recordingRpc, volumeValues, type Sent } from '../../../backup/test-support.js';
import type { CinderDatabase } from '../../../database.js';
import { VolumeNotFound } from '../../../errors/volumes.js';
import { openTestDatabase, providers, type TestDatabase } from '../../../quotas/test-support.js';
import type { VolumeRpc } from '../../../rpc/volume-rpc.js';
import { cryptHash } from '../../../transfers/transfer-key.js';
import { TransferRepository } from '../../../transfers/transfer-repository.js';
import { TransferService } from '../../../transfers/transfer-service.js';
import { Volume_transfer } from '../../contrib/volume-transfer.js';
import {
  admin,
  member,
  reader,
  startTestApplication,
  stranger,
  testEnforcer,
  type TestApplication,
} from '../backups/test-application.js';
import { transfersControllers } from './index.js';

interface TransferView {
  id: string;
  auth_key: string;
}

const cases = providers.flatMap((provider) =>
  ['volume-transfers', 'os-volume-transfer'].map((path) => ({ provider, path })),
);

describe.each(cases)('transfers under /$path on $provider', ({ provider, path }) => {
  let place: TestDatabase;
  let database: CinderDatabase;
  let application: TestApplication;
  let volumeId: string;
  let failing: boolean;
  const sent: Sent[] = [];
  const told: string[] = [];
  const isNew = path === 'volume-transfers';

  beforeEach(async () => {
    place = await openTestDatabase(provider);
    ({ database } = place);
    sent.length = told.length = 0;
    failing = false;
    const enforcer = testEnforcer();
    const service = new TransferService({
      transfers: new TransferRepository(database),
      volumes: {
        get: async (context, id) => {
          const owner = context.isAdmin ? {} : { projectId: context.projectId ?? '' };
          const volume = await database.client.volume.findFirst({ where: { id, deleted: false, ...owner } });
          if (volume === null) throw new VolumeNotFound(id);
          return volume;
        },
      },
      quotas: quotaEngine(database, { quota_volumes: 1, quota_snapshots: 2 }),
      volumeRpc: recordingRpc<VolumeRpc>(sent, {
        acceptTransfer: () => {
          if (failing) throw new Error('the back end failed');
        },
      }),
      enforcer,
      notify: async (_context, _volume, suffix) => void told.push(suffix),
      settings: { saltLength: 8, keyLength: 16, noSnapshotGigabytes: false },
      logger: silentLogger,
    });
    application = await startTestApplication(
      enforcer,
      [...transfersControllers, ...new Volume_transfer().controllers],
      [{ provide: TransferService, useValue: service }],
    );
    volumeId = (await database.client.volume.create({ data: volumeValues({ size: 3 }) })).id;
  });
  afterEach(async () => {
    await application.close();
    await place.close();
  });

  const offer = async (values: Record<string, unknown> = {}, version = '3.70', context = member) =>
    application.ask(context, 'POST', `/${path}`, { body: { transfer: { volume_id: volumeId, ...values } }, version });
  const offered = async (values: Record<string, unknown> = {}) =>
    (await offer(values)).body.transfer as unknown as TransferView;
  const accept = (id: string, key: unknown, context = stranger) =>
    application.ask(context, 'POST', `/${path}/${id}/accept`, { body: { accept: { auth_key: key } } });
  const message = (body: Record<string, unknown>) => (Object.values(body)[0] as { message: string }).message;
  const volume = () => database.client.volume.findUniqueOrThrow({ where: { id: volumeId } });
  const snapshot = (values: { status?: string } = {}) =>
    database.client.snapshot.create({
      data: {
        id: randomUUID(),
        volumeId,
        userId: 'user',
        projectId: 'project',
        status: 'available',
        volumeSize: 3,
        volumeTypeId: randomUUID(),
        ...values,
      },
    });
  const usages = async (projectId: string): Promise<Record<string, number[]>> => {
    const rows = await database.client.quotaUsage.findMany({ where: { projectId } });
    return Object.fromEntries(rows.map(({ resource, inUse, reserved }) => [resource ?? '', [inUse, reserved]]));
  };

  it('are made with a key that Python takes too', async () => {
    const answer = await offer({ name: ' mine ' });
    expect(answer.status).toBe(202);
    const transfer = answer.body.transfer as unknown as TransferView & Record<string, unknown>;
    expect(transfer).toMatchObject({
      name: 'mine',
      volume_id: volumeId,
      no_snapshots: false,
      source_project_id: 'project',
      destination_project_id: null,
      accepted: false,
    });
    expect(transfer.auth_key).toMatch(/^[0-9a-f]{16}$/);
    expect((await volume()).status).toBe('awaiting-transfer');
    const row = await database.client.transfer.findUniqueOrThrow({ where: { id: transfer.id } });
    expect(row.cryptHash).toBe(cryptHash(row.salt ?? '', transfer.auth_key));
    const python =
      'import sys; import cinder.common.config; from cinder import objects; objects.register_all(); from cinder.transfer import api; print(api.API._get_crypt_hash(None, sys.argv[1], sys.argv[2]))';
    expect(
      execFileSync('/usr/bin/python3', ['-c', python, row.salt ?? '', transfer.auth_key])
        .toString()
        .trim(),
    ).toBe(row.cryptHash);
    expect(told).toEqual(['transfer.create.start', 'transfer.create.end']);
    expect((await offer()).status).toBe(400);
  });

  it('move the volume, its snapshots and the quotas of both projects at once', async () => {
    const { id: snapshotId } = await snapshot();
    const { id, auth_key: key } = await offered({ name: null });
    const wrong = await accept(id, 'wrong');
    expect([wrong.status, message(wrong.body)]).toEqual([
      400,
      `Invalid auth key: Attempt to transfer ${id} with invalid auth key.`,
    ]);
    const answer = await accept(id, key);
    expect([answer.status, answer.body.transfer]).toMatchObject([202, { id, volume_id: volumeId, name: null }]);
    expect(answer.body.transfer).not.toHaveProperty('auth_key');
    expect(await volume()).toMatchObject({ status: 'available', projectId: 'elsewhere', userId: 'other' });
    expect(await database.client.snapshot.findUniqueOrThrow({ where: { id: snapshotId } })).toMatchObject({
      projectId: 'elsewhere',
      userId: 'other',
    });
    expect(await database.client.transfer.findUniqueOrThrow({ where: { id } })).toMatchObject({
      deleted: true,
      accepted: true,
      destinationProjectId: 'elsewhere',
    });
    expect(await usages('elsewhere')).toEqual({ volumes: [1, 0], snapshots: [1, 0], gigabytes: [6, 0] });
    expect(await usages('project')).toEqual({ volumes: [0, 0], snapshots: [0, 0], gigabytes: [0, 0] });
    expect(sent).toMatchObject([
      ['acceptTransfer', { id: volumeId }, { newUser: 'other', newProject: 'elsewhere', noSnapshots: false }],
    ]);
    expect((await accept(id, key)).status).toBe(404);
  });

  it('change nothing where the receiver has no room or the back end fails', async () => {
    const { id, auth_key: key } = await offered();
    failing = true;
    expect((await accept(id, key)).status).toBe(500);
    expect(await volume()).toMatchObject({ status: 'awaiting-transfer', projectId: 'project' });
    failing = false;
    await database.client.volume.create({ data: volumeValues({ projectId: 'elsewhere' }) });
    await database.client.quotaUsage.deleteMany({ where: { projectId: 'elsewhere', resource: 'none' } });
    await database.client.quotaUsage.updateMany({
      where: { projectId: 'elsewhere', resource: 'volumes' },
      data: { inUse: 1 },
    });
    const over = await accept(id, key);
    expect([over.status, message(over.body)]).toEqual([
      413,
      "VolumeLimitExceeded: Maximum number of volumes allowed (1) exceeded for quota 'volumes'.",
    ]);
    expect(await volume()).toMatchObject({ status: 'awaiting-transfer', projectId: 'project' });
    for (const project of ['project', 'elsewhere'])
      expect(Object.values(await usages(project)).map((usage) => usage[1])).not.toContain(1);
  });

  it('take only what is available, with its snapshots', async () => {
    const { id } = await snapshot({ status: 'error' });
    expect(message((await offer()).body)).toBe(`Invalid snapshot: snapshot: ${id} status must be available`);
    await database.client.volume.update({ where: { id: volumeId }, data: { status: 'in-use' } });
    expect(message((await offer()).body)).toBe('Invalid volume: status must be available');
    expect((await offer({}, '3.70', reader)).status).toBe(403);
    expect((await offer({}, '3.70', stranger)).status).toBe(404);
    await database.client.volume.update({
      where: { id: volumeId },
      data: { status: 'available', encryptionKeyId: '00000000-0000-0000-0000-000000000000' },
    });
    await database.client.snapshot.update({ where: { id }, data: { status: 'available' } });
    expect(message((await offer({}, '3.69')).body)).toBe(
      'Invalid volume: transferring encrypted volume is not supported',
    );
    expect((await offer({}, '3.70')).status).toBe(isNew ? 202 : 400);
  });

  it('leave snapshots behind from 3.55 on', async () => {
    expect((await offer({ no_snapshots: true }, '3.54')).status).toBe(400);
    if (!isNew) return;
    const { id: snapshotId } = await snapshot();
    const { id, auth_key: key } = await offered({ no_snapshots: true });
    expect((await accept(id, key)).status).toBe(202);
    const row = await database.client.snapshot.findUniqueOrThrow({ where: { id: snapshotId } });
    expect(row.projectId).toBe('project');
  });

  it('are shown, listed and withdrawn by the owner', async () => {
    const { id } = await offered({ name: 'one' });
    const show = (version: string, context = member) => application.ask(context, 'GET', `/${path}/${id}`, { version });
    expect((await show('3.54')).body.transfer).not.toHaveProperty('no_snapshots');
    expect((await show('3.55')).body.transfer).toHaveProperty('no_snapshots', false);
    expect((await show('3.56')).body.transfer).not.toHaveProperty('accepted');
    expect((await show('3.57')).body.transfer).toHaveProperty('accepted', false);
    expect((await show('3.57')).body.transfer).not.toHaveProperty('auth_key');
    expect((await show('3.57', stranger)).status).toBe(404);
    const ids = async (query: string, context = member) =>
      (
        (await application.ask(context, 'GET', `/${path}/detail${query}`)).body.transfers as unknown as { id: string }[]
      ).map((transfer) => transfer.id);
    expect(await ids('')).toEqual([id]);
    expect(await ids('?name=one')).toEqual([id]);
    expect(await ids('?name=two')).toEqual([]);
    expect(await ids('?crypt_hash=x')).toEqual([]);
    expect(await ids('', stranger)).toEqual([]);
    expect(await ids('?all_tenants=1', admin)).toEqual([id]);
    expect((await application.ask(member, 'GET', `/${path}`)).body.transfers).toMatchObject([
      { id, name: 'one', volume_id: volumeId },
    ]);
    const remove = (context = member) => application.ask(context, 'DELETE', `/${path}/${id}`);
    expect((await remove(stranger)).status).toBe(404);
    expect((await remove(reader)).status).toBe(403);
    expect((await remove()).status).toBe(202);
    expect((await volume()).status).toBe('available');
    expect((await remove()).status).toBe(404);
  });
});
