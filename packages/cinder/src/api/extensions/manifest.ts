// SPDX-License-Identifier: Apache-2.0

/** One entry of a folder of extensions, as the build lists them. */
export interface ManifestEntry {
  /** Upstream's dotted path below the folder: `admin_actions.Admin_actions`, or `folder.extension`. */
  readonly path: string;
  /** Imports the class, or the function that registers what a sub-folder has. */
  load(): Promise<unknown>;
}

/** A folder of extensions under upstream's name of it. */
export interface ExtensionFolder {
  /** `cinder.api.contrib` */
  readonly package: string;
  readonly entries: readonly ManifestEntry[];
}
