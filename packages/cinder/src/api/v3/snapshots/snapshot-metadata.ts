// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError } from '@stackport/wsgi';
import { SnapshotMetadataNotFound } from '../../../errors/snapshots.js';
import { InvalidVolumeMetadataSize } from '../../../errors/volumes.js';
import { SnapshotService } from '../../../snapshots/snapshot-service.js';

const READ = { rule: 'volume:get_snapshot_metadata', target: 'resource' } as const;
const WRITE = { rule: 'volume:update_snapshot_metadata', target: 'resource' } as const;

/** The operations on a snapshot's metadata, which has no schema. */
@Controller('v3')
export class SnapshotMetadata {
  constructor(@Inject(SnapshotService) private readonly snapshots: SnapshotService) {}

  @Operation({ method: 'GET', path: '/snapshots/:snapshot_id/metadata', policy: READ, success: 200 })
  async list(@Caller() context: RequestContext, @Param('snapshot_id') id: string): Promise<unknown> {
    return { metadata: await this.snapshots.getMetadata(context, id) };
  }

  @Operation({ method: 'GET', path: '/snapshots/:snapshot_id/metadata/:id', policy: READ, success: 200 })
  async get(
    @Caller() context: RequestContext,
    @Param('snapshot_id') snapshotId: string,
    @Param('id') key: string,
  ): Promise<unknown> {
    const metadata = await this.snapshots.getMetadata(context, snapshotId);
    if (!Object.hasOwn(metadata, key)) throw new SnapshotMetadataNotFound(snapshotId, key);
    return { meta: { [key]: metadata[key] } };
  }

  @Operation({ method: 'POST', path: '/snapshots/:snapshot_id/metadata', policy: WRITE, success: 200 })
  async create(
    @Caller() context: RequestContext,
    @Param('snapshot_id') id: string,
    @JsonBody() body: unknown,
  ): Promise<unknown> {
    return { metadata: await this.#set(context, id, partOf(body, 'metadata'), false) };
  }

  @Operation({ method: 'PUT', path: '/snapshots/:snapshot_id/metadata', policy: WRITE, success: 200 })
  async replace(
    @Caller() context: RequestContext,
    @Param('snapshot_id') id: string,
    @JsonBody() body: unknown,
  ): Promise<unknown> {
    return { metadata: await this.#set(context, id, partOf(body, 'metadata'), true) };
  }

  @Operation({ method: 'PUT', path: '/snapshots/:snapshot_id/metadata/:id', policy: WRITE, success: 200 })
  async update(
    @Caller() context: RequestContext,
    @Param('snapshot_id') snapshotId: string,
    @Param('id') key: string,
    @JsonBody() body: unknown,
  ): Promise<unknown> {
    const meta = partOf(body, 'meta');
    if (!Object.hasOwn(meta, key)) throw new HttpError(400, 'Request body and URI mismatch');
    if (Object.keys(meta).length > 1) throw new HttpError(400, 'Request body contains too many items');
    await this.#set(context, snapshotId, meta, false);
    return { meta };
  }

  @Operation({
    method: 'DELETE',
    path: '/snapshots/:snapshot_id/metadata/:id',
    policy: { rule: 'volume:delete_snapshot_metadata', target: 'resource' },
    success: 200,
  })
  async delete(
    @Caller() context: RequestContext,
    @Param('snapshot_id') snapshotId: string,
    @Param('id') key: string,
  ): Promise<void> {
    await this.snapshots.deleteMetadata(context, snapshotId, key);
  }

  async #set(
    context: RequestContext,
    id: string,
    metadata: Readonly<Record<string, unknown>>,
    replace: boolean,
  ): Promise<Record<string, string>> {
    return this.snapshots.setMetadata(context, id, metadata, { replace }).catch((error: unknown) => {
      throw error instanceof InvalidVolumeMetadataSize ? new HttpError(413, error.message, { cause: error }) : error;
    });
  }
}

/** An object of the body's. Throws `HttpError` 400 in upstream's words. */
function partOf(body: unknown, key: string): Readonly<Record<string, unknown>> {
  const part = isObject(body) ? body[key] : undefined;
  if (!isObject(part)) throw new HttpError(400, `Missing required element '${key}' in request body.`);
  return part;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
