// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { NotSupported } from '../errors/base.js';
import type { Aggregate } from './aggregate-repository.js';

/** Injection token of who has hosts fetch images in advance: an `ImageCaching`. */
export const IMAGE_CACHING = Symbol('nova:image-caching');

/** Has the hosts of an aggregate fetch images in advance: the conductor's. */
export interface ImageCaching {
  cache(context: RequestContext, aggregate: Aggregate, imageIds: readonly string[]): Promise<void>;
}

/** Where there is no conductor to ask. */
export const noImageCaching: ImageCaching = {
  cache: () => Promise.reject(new NotSupported('Bad Request - Feature is not supported in Nova')),
};
