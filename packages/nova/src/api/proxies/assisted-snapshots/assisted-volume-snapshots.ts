// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { ObjectValues } from '@stackport/versioned-objects';
import { HttpError } from '@stackport/wsgi';
import { AssistedSnapshots } from '../../../servers/volumes/assisted-snapshots.js';
import { lastOf } from '../../links.js';
import { createAssistedSnapshotSchema, deleteAssistedSnapshotQuery } from '../../schemas/proxies.js';
import { CheckedBody, CheckedQuery } from '../../validation/checked-parameters.js';

const PATH = '/os-assisted-volume-snapshots';
const RULE = 'os_compute_api:os-assisted-volume-snapshots';
const DELETE_INFO = 'delete_info';

interface SnapshotBody {
  readonly snapshot: {
    readonly volume_id: string;
    readonly create_info: {
      readonly snapshot_id: string;
      readonly type: 'qcow2';
      readonly new_file: string;
      readonly id?: string;
    };
  };
}

/** What the Block Storage service has the hypervisor do (nova 26, api/openstack/compute/assisted_volume_snapshots.py). */
@Controller('v2.1')
export class AssistedVolumeSnapshots {
  constructor(@Inject(AssistedSnapshots) private readonly snapshots: AssistedSnapshots) {}

  @Operation({ method: 'POST', path: PATH, policy: { rule: `${RULE}:create` }, success: 200 })
  async create(
    @Caller() context: RequestContext,
    @CheckedBody(createAssistedSnapshotSchema) { snapshot }: SnapshotBody,
  ): Promise<unknown> {
    const { volume_id: volumeId, create_info: createInfo } = snapshot;
    await this.snapshots.create(context, volumeId, createInfo);
    return { snapshot: { id: createInfo.id ?? null, volumeId } };
  }

  @Operation({ method: 'DELETE', path: `${PATH}/:id`, policy: { rule: `${RULE}:delete` }, success: 204 })
  async delete(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedQuery(deleteAssistedSnapshotQuery) query: URLSearchParams,
  ): Promise<void> {
    await this.snapshots.delete(context, id, deleteInfoOf(query));
  }
}

/** JSON in a parameter. Throws `HttpError` 400. */
function deleteInfoOf(query: URLSearchParams): { readonly volumeId: string; readonly deleteInfo: ObjectValues } {
  const text = lastOf(query, DELETE_INFO);
  if (text === undefined) throw missing(DELETE_INFO);
  let deleteInfo: unknown;
  try {
    deleteInfo = JSON.parse(text);
  } catch (error) {
    throw new HttpError(400, (error as Error).message, { cause: error });
  }
  const { volume_id: volumeId } = (deleteInfo ?? {}) as { readonly volume_id?: unknown };
  if (typeof volumeId !== 'string') throw missing('volume_id');
  return { volumeId, deleteInfo: deleteInfo as ObjectValues };
}

/** A key that is not there, as Python says it. */
function missing(name: string): HttpError {
  return new HttpError(400, `'${name}'`);
}
