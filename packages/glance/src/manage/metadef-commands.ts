// SPDX-License-Identifier: Apache-2.0
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@stackport/config';
import type { GlanceDatabase } from '../database.js';
import { exportedNamespaces, unloadMetadefs } from '../metadefs/export-metadefs.js';
import { loadMetadefs } from '../metadefs/load-metadefs.js';
import { optionsOf } from './arguments.js';
import { ManageError } from './manage-error.js';

export interface MetadefCommandsInit {
  readonly open: () => Promise<GlanceDatabase>;
  /** `metadata_source_path` */
  readonly folder: string;
  readonly print: (line: string) => void;
  readonly logger: Logger;
}

/** Definitions in files: `db load_metadefs`, `unload_metadefs`, `export_metadefs` (upstream's db/sqlalchemy/metadata.py). */
export class MetadefCommands {
  readonly #init: MetadefCommandsInit;

  constructor(init: MetadefCommandsInit) {
    this.#init = init;
  }

  /** Resolves to the exit code; undefined for an action that is another's. */
  async run(action: string, rest: readonly string[]): Promise<number | undefined> {
    const { folder } = this.#init;
    if (action === 'load_metadefs') {
      const options = optionsOf(rest, { texts: ['path'], flags: ['merge', 'prefer_new', 'overwrite'] });
      return this.#load(String(options.path ?? folder), options);
    }
    if (action === 'unload_metadefs') {
      optionsOf(rest, {});
      return this.#withDatabase(async (database) => {
        const count = await unloadMetadefs(database);
        this.#init.print(`Removed ${count} namespaces with all that was in them, and all resource types`);
        return 0;
      });
    }
    if (action === 'export_metadefs') return this.#export(String(optionsOf(rest, { texts: ['path'] }).path ?? folder));
    return undefined;
  }

  /** 1 where a file could not be loaded. */
  #load(
    place: string,
    { merge, prefer_new: preferNew, overwrite }: Readonly<Record<string, unknown>>,
  ): Promise<number> {
    const { print, logger } = this.#init;
    return this.#withDatabase(async (database) => {
      const results = await loadMetadefs(place, {
        database,
        logger,
        merge: merge === true,
        preferNew: preferNew === true,
        overwrite: overwrite === true,
        onProgress: ({ done, total, file, outcome }) => print(`[${done}/${total}] ${file}: ${outcome}`),
      });
      return results.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
    });
  }

  #export(folder: string): Promise<number> {
    const { print } = this.#init;
    return this.#withDatabase(async (database) => {
      const namespaces = await exportedNamespaces(database);
      await mkdir(folder, { recursive: true });
      for (const [index, namespace] of namespaces.entries()) {
        // As upstream: without what a file's name may not have.
        const file = join(folder, `${namespace.namespace.replace(/[\\/:*?"<>|]/g, '')}.json`);
        try {
          await writeFile(file, `${JSON.stringify(namespace, null, 4)}\n`);
        } catch (error) {
          throw new ManageError(`Failed to save ${file}: ${(error as Error).message}`, 1, { cause: error });
        }
        print(`[${index + 1}/${namespaces.length}] Namespace ${namespace.namespace} saved in ${file}`);
      }
      return 0;
    });
  }

  async #withDatabase(action: (database: GlanceDatabase) => Promise<number>): Promise<number> {
    const database = await this.#init.open();
    try {
      return await action(database);
    } finally {
      await database.close();
    }
  }
}
