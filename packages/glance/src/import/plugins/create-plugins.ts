// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import { conversionOptions, importPluginOptions, injectMetadataOptions } from '../../options.js';
import type { ImageStaging } from '../image-staging.js';
import { ConvertImage } from './convert-image.js';
import { DecompressImage } from './decompress-image.js';
import type { ImportPlugin } from './import-plugin.js';
import { InjectMetadata } from './inject-metadata.js';

/** Upstream's plugin that does nothing, and the default. */
const NO_OP = 'no_op';

/** The plugins of `image_import_plugins` in their order; what is none is logged and left out, as upstream. */
export function createPlugins(configuration: Configuration, staging: ImageStaging, logger: Logger): ImportPlugin[] {
  const { inject, ignore_user_roles: ignoreRoles } = configuration.get(injectMetadataOptions);
  const { output_format: outputFormat } = configuration.get(conversionOptions);
  const known: readonly ImportPlugin[] = [
    new InjectMetadata({ inject, ignoreRoles }),
    new DecompressImage(staging),
    new ConvertImage({ staging, outputFormat, logger }),
  ];
  return configuration.get(importPluginOptions).image_import_plugins.flatMap((name) => {
    const plugin = known.find((one) => one.name === name);
    if (plugin === undefined && name !== NO_OP) logger.error(`There is no import plugin ${name}; it is left out`);
    return plugin ?? [];
  });
}
