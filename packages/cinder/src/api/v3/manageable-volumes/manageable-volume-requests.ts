// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import { VolumeTypeDefaultMisconfiguredError } from '../../../errors/volume-types.js';
import type { VolumeManagement } from '../../../volumes/volume-management.js';
import type { CollectionRequests } from '../../collection-requests.js';
import { flagOf } from '../../flag.js';
import { backendNameOf, manageableQuery } from '../../managed-backend.js';
import { microversionOf, MINIMUM_MICROVERSION } from '../../microversion.js';
import { manageSchemas } from '../../schemas/manage.js';
import { manageableView } from '../../views/manageable-view.js';
import { volumeDetail } from '../../views/volume-view.js';

/** A cluster may be named in place of a host from here on. */
const CLUSTER = 3016;

type Text = string | null | undefined;

export interface ManageVolumeBody {
  readonly volume: {
    readonly ref: unknown;
    readonly host?: Text;
    readonly cluster?: Text;
    readonly name?: Text;
    readonly description?: Text;
    readonly volume_type?: Text;
    readonly availability_zone?: Text;
    readonly bootable?: unknown;
    readonly metadata?: Readonly<Record<string, string>> | null;
  };
}

/** What the operations of both paths do: the core's of 3.8 and the older extension's. */
export class ManageableVolumeRequests {
  readonly #management: VolumeManagement;
  readonly #collections: CollectionRequests;

  constructor(management: VolumeManagement, collections: CollectionRequests) {
    this.#management = management;
    this.#collections = collections;
  }

  async list(context: RequestContext, request: Request, { detail }: { readonly detail: boolean }): Promise<unknown> {
    this.#management.authorizeList(context);
    const { backend, page } = manageableQuery(request, this.#collections);
    const found = await this.#management.list(context, backend, page);
    return { 'manageable-volumes': found.map((one) => manageableView(one, { kind: 'volume', detail })) };
  }

  /** The answer is the view of the second API's, whatever microversion is asked for. */
  async manage(context: RequestContext, request: Request, body: ManageVolumeBody): Promise<unknown> {
    const schema = microversionOf(request) >= CLUSTER ? manageSchemas.volumeOfCluster : manageSchemas.volume;
    schema.validate(body);
    this.#management.authorizeManage(context);
    const { volume: wanted } = body;
    const volume = await this.#management
      .manage(context, {
        ...backendNameOf(request, wanted, CLUSTER),
        ref: wanted.ref,
        name: trimmed(wanted.name),
        description: trimmed(wanted.description),
        volumeType: wanted.volume_type ?? null,
        metadata: wanted.metadata ?? {},
        availabilityZone: wanted.availability_zone ?? null,
        bootable: flagOf(wanted.bootable ?? false) === true,
      })
      .catch((error: unknown) => {
        throw error instanceof VolumeTypeDefaultMisconfiguredError
          ? new HttpError(500, error.message, { cause: error })
          : error;
      });
    const links = this.#collections.links(request, 'volumes', volume.id);
    return { volume: volumeDetail(context, volume, { microversion: MINIMUM_MICROVERSION, links }) };
  }
}

/** What is empty is none. */
function trimmed(text: Text): string | null {
  return text ? text.trim() : null;
}
