// SPDX-License-Identifier: Apache-2.0
import { Module } from '@nestjs/common';
import { CONTEXT_KEY, OperationModule } from '@stackport/api';
import { Configuration, silentLogger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { Enforcer } from '@stackport/policy';
import { HeaderMap, HttpError, Request } from '@stackport/wsgi';
import { createServiceApplication } from '@stackport/wsgi/nest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AttachmentRepository } from '../../../attachments/attachment-repository.js';
import { AttachmentService } from '../../../attachments/attachment-service.js';
import { DeletionGuard } from '../../../attachments/deletion-guard.js';
import { createVolumeActions, type VolumeActionsInit } from '../../../create-volume-actions.js';
import { DefaultTypeRepository } from '../../../default-types/default-type-repository.js';
import { NotFound } from '../../../errors/base.js';
import { cinderOptionGroups } from '../../../options/index.js';
import { policyRules } from '../../../policies/index.js';
import { createQuotas, openTestDatabase, type TestDatabase } from '../../../quotas/test-support.js';
import { ResourceFilters } from '../../../resource-filters/resource-filters.js';
import type { SchedulerRpc } from '../../../rpc/scheduler-rpc.js';
import type { VolumeRpc } from '../../../rpc/volume-rpc.js';
import { SnapshotRepository } from '../../../snapshots/snapshot-repository.js';
import { SnapshotService } from '../../../snapshots/snapshot-service.js';
import type { GlanceClient } from '../../../image/glance-client.js';
import { FixedKeyManager } from '../../../keys/fixed-key-manager.js';
import { VolumeKeys } from '../../../keys/volume-keys.js';
import { EncryptionRepository } from '../../../volume-types/encryption-repository.js';
import { VolumeTypeRepository } from '../../../volume-types/volume-type-repository.js';
import { VolumeTypeService } from '../../../volume-types/volume-type-service.js';
import { CreateVolume } from '../../../volumes/create-volume.js';
import { VolumeConnections } from '../../../volumes/volume-connections.js';
import { VolumeDeletion } from '../../../volumes/volume-deletion.js';
import { VolumeExtension } from '../../../volumes/volume-extension.js';
import { VolumeRepository } from '../../../volumes/volume-repository.js';
import { VolumeService } from '../../../volumes/volume-service.js';
import { VolumeSources } from '../../../volumes/volume-sources.js';
import { CollectionRequests } from '../../collection-requests.js';
import { Volume_actions } from '../../contrib/volume-actions.js';
import { AttributeExtensions } from '../../extensions/attribute-extensions.js';
import { cinderFaults } from '../../faults.js';
import { MICROVERSION_KEY, microversionOf } from '../../microversion.js';
import { attachmentControllers } from '../attachments/index.js';
import { snapshotControllers } from '../snapshots/index.js';
import { volumeControllers } from './index.js';
import { VolumePresenter } from './volume-presenter.js';

@Module({})
class TestModule {}

const member = new RequestContext({ userId: 'm', projectId: 'p', roles: ['member', 'reader'] });
const other = new RequestContext({ userId: 'o', projectId: 'q', roles: ['member', 'reader'] });
type Json = Record<string, unknown>;

describe('volumes', () => {
  let opened: TestDatabase;
  let ask: (
    caller: RequestContext,
    method: string,
    path: string,
    options?: { json?: unknown; version?: number },
  ) => Promise<{ status: number; body: Json }>;
  let close: () => Promise<void>;
  const sent: string[] = [];
  const told = (name: string, answer?: unknown) => (): Promise<never> => {
    sent.push(name);
    return Promise.resolve(answer as never);
  };

  beforeAll(async () => {
    opened = await openTestDatabase();
    const { database } = opened;
    const configuration = Configuration.of([...cinderOptionGroups]);
    const enforcer = Enforcer.create({ rules: policyRules, configuration });
    const quotas = createQuotas(database);
    const typeRows = new VolumeTypeRepository(database);
    await typeRows.create({ name: '__DEFAULT__' });
    const types = new VolumeTypeService({
      types: typeRows,
      defaults: new DefaultTypeRepository(database),
      encryptions: new EncryptionRepository(database),
      quotas,
      notifications: { info: told('info'), error: told('error') },
      defaultTypeName: '__DEFAULT__',
    });
    const volumes = new VolumeRepository(database, typeRows);
    const snapshotRows = new SnapshotRepository(database);
    const services = { list: () => Promise.resolve([]) };
    const logger = silentLogger;
    const scheduler = {
      createVolume: told('create_volume'),
      createSnapshot: told('create_snapshot'),
      extendVolume: told('extend_volume'),
    } as unknown as SchedulerRpc;
    const volumeService = new VolumeService({ volumes, enforcer, logger });
    const snapshots = new SnapshotService({
      snapshots: snapshotRows,
      volumes,
      services,
      quotas,
      schedulerRpc: scheduler,
      volumeRpc: { deleteSnapshot: told('delete_snapshot') },
      enforcer,
      withoutSizeQuota: false,
      logger,
    });
    const keys = new VolumeKeys({ types, manager: new FixedKeyManager(), logger });
    const guard = new DeletionGuard({
      servers: { attachmentIdOf: () => Promise.resolve(undefined) },
      serviceRoles: ['service'],
      logger,
    });
    const missing = { get: () => Promise.reject(new NotFound('missing')) };
    const images = { show: missing.get, listByName: () => Promise.resolve([]) };
    const actions = createVolumeActions({
      ...{ configuration, database, volumes, quotas, keys, types, enforcer, logger },
      snapshots: snapshotRows,
      images: { ...images, create: missing.get, delete: missing.get } as unknown as GlanceClient,
      notifications: { info: told('info'), error: told('error') },
      volumeRpc: { revertToSnapshot: told('revert_to_snapshot'), reimage: told('reimage') } as unknown as VolumeRpc,
      schedulerRpc: { retype: told('retype') } as unknown as SchedulerRpc,
      // Administrators' actions are not here.
      ...({} as Pick<VolumeActionsInit, 'attachments' | 'connections' | 'services'>),
    });
    const collections = new CollectionRequests({ maxLimit: 1000 });
    const attributes = new AttributeExtensions([], enforcer);
    const provided: [unknown, unknown][] = [
      [VolumeService, volumeService],
      [SnapshotService, snapshots],
      [
        VolumeSources,
        new VolumeSources({
          volumes: volumeService,
          snapshots,
          types,
          groups: missing,
          backups: missing,
          images,
          enforcer,
        }),
      ],
      [
        CreateVolume,
        new CreateVolume({
          volumes,
          types,
          keys,
          quotas,
          scheduler,
          images: { show: missing.get },
          zones: { names: () => Promise.resolve(['nova']) },
          settings: {
            defaultZone: undefined,
            storageZone: 'nova',
            fallback: false,
            clonesStay: true,
            snapshotsStay: true,
          },
          logger,
        }),
      ],
      [
        VolumeDeletion,
        new VolumeDeletion({
          volumes,
          snapshots: snapshotRows,
          services,
          quotas,
          keys,
          volumeRpc: { deleteVolume: told('delete_volume') },
          enforcer,
          logger,
        }),
      ],
      [
        VolumeExtension,
        new VolumeExtension({
          ...{ volumes, types, quotas, schedulerRpc: scheduler, enforcer },
          nameTemplate: 'volume-%s',
        }),
      ],
      [
        VolumeConnections,
        new VolumeConnections({
          volumes,
          guard,
          enforcer,
          volumeRpc: {
            attachVolume: told('attach_volume'),
            detachVolume: told('detach_volume'),
            initializeConnection: told('initialize_connection', { driver_volume_type: 'local' }),
            terminateConnection: told('terminate_connection'),
          },
        }),
      ],
      [
        AttachmentService,
        new AttachmentService({
          attachments: new AttachmentRepository(database),
          volumes,
          volumeRpc: {
            attachmentUpdate: told('attachment_update', { driver_volume_type: 'local' }),
            attachmentDelete: told('attachment_delete'),
          },
          guard,
          enforcer,
          logger,
        }),
      ],
      ...actions.map((action): [unknown, unknown] => [action.constructor, action]),
      [VolumeRepository, volumes],
      [CollectionRequests, collections],
      [ResourceFilters, new ResourceFilters()],
      [AttributeExtensions, attributes],
      [VolumePresenter, new VolumePresenter(collections, attributes)],
    ];
    const service = await createServiceApplication(
      {
        module: TestModule,
        imports: [OperationModule.forService(enforcer)],
        controllers: [
          ...volumeControllers,
          ...snapshotControllers,
          ...attachmentControllers,
          ...new Volume_actions().controllers,
        ],
        providers: provided.map(([provide, useValue]) => ({ provide: provide as never, useValue })),
      },
      {
        faults: cinderFaults(silentLogger),
        logger: silentLogger,
        router: { unroutedMethod: 404, versionOf: microversionOf },
      },
    );
    const leaf = service.adapter.leaf('v3');
    ask = async (caller, method, path, { json, version = 3000 } = {}) => {
      const request = Request.blank(path, {
        method,
        headers: new HeaderMap([['Content-Type', 'application/json']]),
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      });
      request.environ[CONTEXT_KEY] = caller;
      request.environ[MICROVERSION_KEY] = version;
      const response = await leaf(request).catch((error: unknown) => {
        if (error instanceof HttpError) return error.toResponse();
        throw error;
      });
      const text = await response.text();
      return { status: response.status, body: (text.startsWith('{') ? JSON.parse(text) : {}) as Json };
    };
    close = () => service.nest.close();
  });
  afterAll(async () => {
    await close();
    await opened.close();
  });
  beforeEach(() => sent.splice(0));

  async function create(): Promise<string> {
    const { status, body } = await ask(member, 'POST', '/volumes', { json: { volume: { size: 1, name: 'one' } } });
    expect(status).toBe(202);
    return (body.volume as { id: string }).id;
  }

  async function place(id: string): Promise<void> {
    await opened.database.client.volume.update({ where: { id }, data: { status: 'available', host: 'h@file#pool' } });
  }

  it('are made, shown, listed, changed and deleted, with the quota that they use', async () => {
    const id = await create();
    expect(sent).toEqual(['create_volume']);
    const shown = await ask(member, 'GET', `/volumes/${id}`, { version: 3065 });
    expect(shown.body).toMatchObject({
      volume: {
        id,
        name: 'one',
        status: 'creating',
        size: 1,
        bootable: 'false',
        consumes_quota: true,
        attachments: [],
      },
    });
    expect((await ask(member, 'GET', `/volumes/${id}`, { version: 3064 })).body.volume).not.toHaveProperty(
      'consumes_quota',
    );
    expect((await ask(other, 'GET', `/volumes/${id}`)).status).toBe(404);
    expect((await ask(other, 'GET', '/volumes')).body).toEqual({ volumes: [] });
    const list = await ask(member, 'GET', '/volumes/detail?name=one&with_count=true', { version: 3045 });
    expect(list.body).toMatchObject({ volumes: [{ id }], count: 1 });
    await ask(member, 'PUT', `/volumes/${id}/metadata`, { json: { metadata: { k: 'v' } } });
    expect((await ask(member, 'GET', "/volumes?metadata={'k':'v'}")).body.volumes).toHaveLength(1);
    expect((await ask(member, 'GET', "/volumes?metadata={'k':'w'}")).body.volumes).toHaveLength(0);
    expect((await ask(member, 'DELETE', `/volumes/${id}/metadata/none`)).status).toBe(404);
    expect((await ask(member, 'PUT', `/volumes/${id}`, { json: { volume: { name: 'two' } } })).body).toMatchObject({
      volume: { name: 'two' },
    });
    // On no back end: it is gone at once.
    expect((await ask(member, 'DELETE', `/volumes/${id}`)).status).toBe(202);
    expect((await ask(member, 'GET', `/volumes/${id}`)).status).toBe(404);
    const usage = await opened.database.client.quotaUsage.findFirst({ where: { projectId: 'p', resource: 'volumes' } });
    expect(usage).toMatchObject({ inUse: 0, reserved: 0 });
  });

  it('are not deleted while they have snapshots', async () => {
    const id = await create();
    await place(id);
    const made = await ask(member, 'POST', '/snapshots', { json: { snapshot: { volume_id: id, name: 's' } } });
    expect(made).toMatchObject({ status: 202, body: { snapshot: { status: 'creating', size: 1, volume_id: id } } });
    expect(sent).toContain('create_snapshot');
    expect((await ask(member, 'DELETE', `/volumes/${id}`)).status).toBe(400);
    const snapshotId = (made.body.snapshot as { id: string }).id;
    expect((await ask(member, 'DELETE', `/snapshots/${snapshotId}`)).status).toBe(400);
    await opened.database.client.snapshot.update({ where: { id: snapshotId }, data: { status: 'available' } });
    expect((await ask(other, 'DELETE', `/snapshots/${snapshotId}`)).status).toBe(404);
    expect((await ask(member, 'DELETE', `/volumes/${id}?cascade=true`)).status).toBe(202);
    expect(await opened.database.client.snapshot.findUnique({ where: { id: snapshotId } })).toMatchObject({
      status: 'deleting',
    });
    expect(sent).toContain('delete_volume');
  });

  it('are attached, once', async () => {
    const id = await create();
    await place(id);
    const json = { attachment: { volume_uuid: id, instance_uuid: '8638d65c-13c8-44f6-9801-b58036b06560' } };
    expect((await ask(member, 'POST', '/attachments', { json, version: 3026 })).status).toBe(404);
    const made = await ask(member, 'POST', '/attachments', { json, version: 3027 });
    expect(made).toMatchObject({ status: 200, body: { attachment: { status: 'reserved', attach_mode: 'null' } } });
    const attachmentId = (made.body.attachment as { id: string }).id;
    const second = { attachment: { volume_uuid: id, instance_uuid: '00000000-13c8-44f6-9801-b58036b06560' } };
    expect((await ask(member, 'POST', '/attachments', { json: second, version: 3027 })).status).toBe(400);
    const connector = { attachment: { connector: { host: 'h' } } };
    expect((await ask(other, 'PUT', `/attachments/${attachmentId}`, { json: connector, version: 3027 })).status).toBe(
      404,
    );
    expect(
      (await ask(member, 'PUT', `/attachments/${attachmentId}`, { json: connector, version: 3027 })).body,
    ).toMatchObject({
      attachment: { connection_info: { driver_volume_type: 'local' } },
    });
    const completed = await ask(member, 'POST', `/attachments/${attachmentId}/action`, {
      json: { 'os-complete': {} },
      version: 3044,
    });
    expect(completed.status).toBe(204);
    expect(await opened.database.client.volume.findUnique({ where: { id } })).toMatchObject({
      status: 'in-use',
      attachStatus: 'attached',
    });
    expect((await ask(member, 'DELETE', `/attachments/${attachmentId}`, { version: 3027 })).body).toEqual({
      attachments: [],
    });
    expect(await opened.database.client.volume.findUnique({ where: { id } })).toMatchObject({
      status: 'available',
      attachStatus: 'detached',
    });
  });

  it('are extended where they are available, and stay as they are where the quota is too small', async () => {
    const id = await create();
    const extend = (size: number) =>
      ask(member, 'POST', `/volumes/${id}/action`, { json: { 'os-extend': { new_size: size } } });
    expect((await extend(2)).status).toBe(400);
    await place(id);
    expect((await extend(5000)).status).toBe(413);
    expect(await opened.database.client.volume.findUnique({ where: { id } })).toMatchObject({ status: 'available' });
    expect((await extend(2)).status).toBe(202);
    expect(sent).toContain('extend_volume');
    expect(await opened.database.client.volume.findUnique({ where: { id } })).toMatchObject({
      status: 'extending',
      size: 1,
    });
  });
});
