// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Image } from '../../images/image.js';

/** What an import makes of an image beside its data; done together with the image's becoming active. */
export type ImageChange = (image: Image) => void;

/** What a plugin works on. */
export interface PluginWork {
  /** The image as it will be, with all changes so far. */
  readonly image: Image;
  /** Who asked for the import. */
  readonly caller: RequestContext;
  /** Aborted when the import is to end. */
  readonly signal: AbortSignal;
}

/** A step between the staging of an image's data and its import into stores (upstream's async_/flows/plugins). */
export interface ImportPlugin {
  /** As `image_import_plugins` names it. */
  readonly name: string;
  /** Works on what is staged, and says what that makes of the image. An import whose plugin rejects has failed. */
  run(work: PluginWork): Promise<ImageChange | undefined>;
}
