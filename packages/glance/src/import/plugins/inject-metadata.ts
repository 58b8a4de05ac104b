// SPDX-License-Identifier: Apache-2.0
import type { ImageChange, ImportPlugin, PluginWork } from './import-plugin.js';

export interface InjectMetadataOptions {
  /** Properties by name. */
  readonly inject: Readonly<Record<string, string>>;
  /** Callers with one of these roles import images as they are. */
  readonly ignoreRoles: readonly string[];
}

/** `inject_image_metadata`: gives imported images the operator's properties. */
export class InjectMetadata implements ImportPlugin {
  readonly name = 'inject_image_metadata';
  readonly #options: InjectMetadataOptions;

  constructor(options: InjectMetadataOptions) {
    this.#options = options;
  }

  async run({ caller }: PluginWork): Promise<ImageChange | undefined> {
    const { inject, ignoreRoles } = this.#options;
    if (caller.roles.some((role) => ignoreRoles.includes(role))) return undefined;
    return (image) => {
      for (const [name, value] of Object.entries(inject)) image.setProperty(name, value);
    };
  }
}
