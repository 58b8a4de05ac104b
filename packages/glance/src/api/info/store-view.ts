// SPDX-License-Identifier: Apache-2.0
import type { StoreContainer, StoreInfo } from '@stackport/image-store';
import { HttpError } from '@stackport/wsgi';

/** The stores that clients may choose from. Throws `HttpError` 404 where there is one of the old style. */
export function listedStores(stores: StoreContainer): readonly StoreInfo[] {
  if (!stores.multiStore) throw new HttpError(404, 'Multi backend is not supported at this site.');
  return stores.stores();
}

/** A store as clients see it (upstream's api/v2/discovery.py); the flags are texts there. */
export function storeView({ id, description, isDefault, readOnly }: StoreInfo): Record<string, unknown> {
  return {
    id,
    ...(description ? { description } : {}),
    ...(isDefault ? { default: 'true' } : {}),
    ...(readOnly ? { 'read-only': 'true' } : {}),
  };
}
