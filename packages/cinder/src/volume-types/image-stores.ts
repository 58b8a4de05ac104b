// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { GlanceStoreNotFound, GlanceStoreReadOnly } from '../errors/volume-types.js';

/** Extra spec that names the store to which volumes of the type are uploaded as images. */
const STORE_SPEC = 'image_service:store_id';

/** The stores that the Image service has. */
export interface ImageStoreList {
  listStores(context: RequestContext): Promise<readonly { readonly id: string; readonly readOnly: boolean }[]>;
}

/** Checks the stores that extra specs name (cinder 21, image/image_utils.py). */
export class ImageStores {
  readonly #list: ImageStoreList;

  constructor(list: ImageStoreList) {
    this.#list = list;
  }

  /** Throws GlanceStoreNotFound, GlanceStoreReadOnly. */
  async check(context: RequestContext, specs: Readonly<Record<string, string | null>>): Promise<void> {
    const id = specs[STORE_SPEC];
    if (id === undefined) return;
    const store = (await this.#list.listStores(context)).find((one) => one.id === id);
    if (store === undefined) throw new GlanceStoreNotFound(id ?? 'None');
    if (store.readOnly) throw new GlanceStoreReadOnly(store.id);
  }
}
