// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import type { SnapshotManagement } from '../../../snapshots/snapshot-management.js';
import type { CollectionRequests } from '../../collection-requests.js';
import { manageableQuery } from '../../managed-backend.js';
import { MINIMUM_MICROVERSION } from '../../microversion.js';
import { manageSchemas } from '../../schemas/manage.js';
import { manageableView } from '../../views/manageable-view.js';
import { snapshotDetail } from '../../views/snapshot-view.js';

export interface ManageSnapshotBody {
  readonly snapshot: {
    readonly volume_id: string;
    readonly ref: unknown;
    readonly name?: string | null;
    readonly description?: string | null;
    readonly metadata?: Readonly<Record<string, string>> | null;
  };
}

/** What the operations of both paths do: the core's of 3.8 and the older extension's. */
export class ManageableSnapshotRequests {
  readonly #management: SnapshotManagement;
  readonly #collections: CollectionRequests;

  constructor(management: SnapshotManagement, collections: CollectionRequests) {
    this.#management = management;
    this.#collections = collections;
  }

  async list(context: RequestContext, request: Request, { detail }: { readonly detail: boolean }): Promise<unknown> {
    this.#management.authorizeList(context);
    const { backend, page } = manageableQuery(request, this.#collections);
    const found = await this.#management.list(context, backend, page);
    return { 'manageable-snapshots': found.map((one) => manageableView(one, { kind: 'snapshot', detail })) };
  }

  /** The answer is the oldest view, whatever microversion is asked for. */
  async manage(context: RequestContext, body: ManageSnapshotBody): Promise<unknown> {
    manageSchemas.snapshot.validate(body);
    const { snapshot: wanted } = body;
    const snapshot = await this.#management.manage(context, {
      volumeId: wanted.volume_id,
      ref: wanted.ref,
      name: wanted.name ?? null,
      description: wanted.description ?? null,
      metadata: wanted.metadata ?? {},
    });
    return { snapshot: snapshotDetail(snapshot, MINIMUM_MICROVERSION) };
  }
}
