// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import type { VolumeRow } from '../../../volumes/volume.js';
import type { CollectionRequests } from '../../collection-requests.js';
import type { AttributeExtensions } from '../../extensions/attribute-extensions.js';
import { microversionOf } from '../../microversion.js';
import { volumeDetail, volumeSummary } from '../../views/volume-view.js';

/** Volumes as answers have them: with links, and with what extensions add. */
export class VolumePresenter {
  readonly #collections: CollectionRequests;
  readonly #attributes: AttributeExtensions;

  constructor(collections: CollectionRequests, attributes: AttributeExtensions) {
    this.#collections = collections;
    this.#attributes = attributes;
  }

  summary(request: Request, volume: VolumeRow): Record<string, unknown> {
    return volumeSummary(volume, this.#collections.links(request, 'volumes', volume.id));
  }

  /** @param options.extended - whether extensions add theirs: not to answers to changes, as upstream */
  detail(context: RequestContext, request: Request, volume: VolumeRow, { extended }: { extended: boolean }): unknown {
    const microversion = microversionOf(request);
    const links = this.#collections.links(request, 'volumes', volume.id);
    const view = volumeDetail(context, volume, { microversion, links });
    return extended ? this.#attributes.apply('volumes', context, view, { row: volume, microversion }) : view;
  }
}
