// SPDX-License-Identifier: Apache-2.0
import type { Readable } from 'node:stream';
import type { RequestContext } from '@stackport/context';
import { ServiceCatalog } from '@stackport/keystone';
import { RESERVED_NAMESPACE } from '../images/image-quotas.js';
import type { ImageChange } from './plugins/import-plugin.js';
import type { WebDownload } from './web-download.js';

/** An image of another Image service that the caller's catalog has. */
export interface RemoteImage {
  readonly region: string;
  readonly imageId: string;
  /** `public`, `internal` or `admin` */
  readonly serviceInterface: string;
}

export interface GlanceDownloadOptions {
  readonly download: WebDownload;
  /** What names of properties begin with that come along. */
  readonly prefixes: readonly string[];
  /** Names that are no properties of a user. */
  readonly attributes: ReadonlySet<string>;
}

/** Characters of the longest description of an image. */
const LONGEST = 4 * 1024 * 1024;

/**
 * Gets an image from the Image service of another region, in the name of the caller: upstream's `glance-download`
 * (_ImportMetadata in async_/flows/api_image_import.py and _internal_plugins/glance_download.py).
 */
export class GlanceDownload {
  readonly #options: GlanceDownloadOptions;

  constructor(options: GlanceDownloadOptions) {
    this.#options = options;
  }

  /**
   * Opens the image's data. `change` gives our image the formats and the properties that it has there. Rejects where it
   * is not there, not active or without a size, and where the catalog or the filter of URLs does not lead there.
   */
  async open(
    remote: RemoteImage,
    caller: RequestContext,
    signal: AbortSignal,
  ): Promise<{ readonly data: Readable; readonly size: number; readonly change: ImageChange }> {
    const { region, imageId, serviceInterface } = remote;
    const endpoint = new ServiceCatalog(caller.serviceCatalog)
      .urlFor({ serviceType: 'image', region, interfaces: [serviceInterface] })
      .replace(/\/+(v2\/*)?$/, '');
    const headers: Record<string, string> = caller.authToken === undefined ? {} : { 'X-Auth-Token': caller.authToken };
    const url = `${endpoint}/v2/images/${imageId}`;
    const description = JSON.parse(
      await textOf((await this.#options.download.open(url, signal, headers)).data),
    ) as Readonly<Record<string, unknown>>;
    const { status, size } = description;
    if (status !== 'active') throw new Error(`Source image status should be active instead of ${String(status)}`);
    if (typeof size !== 'number') throw new Error(`Size attribute of remote image ${imageId} could not be determined.`);
    const { data } = await this.#options.download.open(`${url}/file`, signal, headers);
    return { data, size, change: this.#change(description) };
  }

  #change(description: Readonly<Record<string, unknown>>): ImageChange {
    const { prefixes, attributes } = this.#options;
    const properties = Object.entries(description).filter(
      (entry): entry is [string, string] =>
        typeof entry[1] === 'string' &&
        prefixes.some((prefix) => entry[0].startsWith(prefix)) &&
        !entry[0].startsWith(RESERVED_NAMESPACE) &&
        !attributes.has(entry[0]),
    );
    const { disk_format: diskFormat, container_format: containerFormat } = description;
    return (image) => {
      if (typeof diskFormat === 'string') image.set('diskFormat', diskFormat);
      if (typeof containerFormat === 'string') image.set('containerFormat', containerFormat);
      for (const [name, value] of properties) image.setProperty(name, value);
    };
  }
}

async function textOf(data: Readable): Promise<string> {
  let text = '';
  for await (const piece of data.setEncoding('utf8')) {
    text += String(piece);
    if (text.length > LONGEST) throw new Error('the description of the remote image is too long');
  }
  return text;
}
