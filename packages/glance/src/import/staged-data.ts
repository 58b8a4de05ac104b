// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { StageHostRefusal, StageHostUnavailable } from '../errors.js';
import type { StagedData } from '../images/image-service.js';
import type { Image } from '../images/image.js';
import type { StageHost } from './stage-host.js';

export interface StagedDataOptions {
  readonly stageHost: StageHost;
  readonly discard: (imageId: string) => Promise<void>;
  readonly logger: Logger;
}

/** What becomes of staged data when its image is deleted (upstream's ImagesController.delete and `_delete_image_on_remote`). */
export class StagedDataOfImages implements StagedData {
  readonly #options: StagedDataOptions;

  constructor(options: StagedDataOptions) {
    this.#options = options;
  }

  /**
   * A worker that is away, or has failed, leaves the image to us, and its staged data behind. Throws `StageHostRefusal`
   * where it says that this may not be.
   */
  async deleteElsewhere(context: RequestContext, image: Image): Promise<boolean> {
    const { stageHost, logger } = this.#options;
    const host = stageHost.hostOf(image);
    if (host === undefined) return false;
    try {
      await stageHost.ask(host, context, { method: 'DELETE', path: `/v2/images/${image.id}` });
      return true;
    } catch (error) {
      const isLeftToUs =
        error instanceof StageHostUnavailable || (error instanceof StageHostRefusal && error.status >= 500);
      if (!isLeftToUs) throw error;
      logger.warning(`Deleting image ${image.id} without the host ${host} that has it staged`);
      return false;
    }
  }

  async discard(imageId: string): Promise<void> {
    await this.#options.discard(imageId);
  }
}
