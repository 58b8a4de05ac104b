// SPDX-License-Identifier: Apache-2.0
import {
  Configuration,
  ConfigurationError,
  type ConfigurationInit,
  HelpRequested,
  type Logger,
} from '@stackport/config';
import { DatabaseError, databaseOptions, databaseSettings } from '@stackport/database';
import { BadCacheConfiguration, ImageCache } from '../cache/image-cache.js';
import { type GlanceDatabase, openGlanceDatabase } from '../database.js';
import { GlanceError } from '../errors.js';
import { manageOptions } from '../options.js';
import { divide, USAGE } from './arguments.js';
import { CacheCommands } from './cache-commands.js';
import { DatabaseCommands } from './database-commands.js';
import { ManageError } from './manage-error.js';
import { MetadefCommands } from './metadef-commands.js';
import { PurgeCommands } from './purge.js';

export interface ManageInit {
  /** Without interpreter and script. */
  readonly argv: readonly string[];
  /** What glance-api reads its configuration with. */
  readonly configuration: (argv: readonly string[]) => ConfigurationInit;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  readonly confirm: (question: string) => Promise<boolean>;
  /** Of the database and the cache: what goes on while a command works. */
  readonly logger: Logger;
}

/** A kind of commands. */
interface Commands {
  /** Resolves to the exit code; undefined for an action that it has not. */
  run(action: string, rest: readonly string[]): Promise<number | undefined>;
}

/**
 * glance-manage: what an operator does to the Image service's database, definitions and cache.
 * @returns the exit code: 0, 1 for what failed, 2 for bad usage, and what an action says of itself
 */
export async function runManage(init: ManageInit): Promise<number> {
  const { writeError } = init;
  try {
    const { configuration: argv, category, action, rest } = divide(init.argv);
    const configuration = await Configuration.load(init.configuration(argv));
    for (const commands of category === 'db'
      ? databaseCommands(configuration, init)
      : [cacheCommands(configuration, init)]) {
      const code = await commands.run(action, rest);
      if (code !== undefined) return code;
    }
    throw new ManageError(`There is no action ${action} of ${category}\n${USAGE}`, 2);
  } catch (error) {
    if (error instanceof HelpRequested) {
      init.write(`${USAGE}\n\n${error.message.trimEnd()}\n`);
      return error.exitCode;
    }
    const [code, message] = explain(error);
    for (const line of message.split('\n')) writeError(`${code === 2 ? '' : 'ERROR: '}${line}\n`);
    return code;
  }
}

function databaseCommands(configuration: Configuration, { write, logger }: ManageInit): readonly Commands[] {
  const print = (line: string): void => write(`${line}\n`);
  const open = (migrate: boolean, told: Logger = logger): Promise<GlanceDatabase> => {
    const { url, settings } = databaseSettings(configuration.get(databaseOptions));
    if (url === undefined) throw new ManageError('[database] connection is not set');
    return openGlanceDatabase(url, { settings, logger: told, migrate });
  };
  const ready = (): Promise<GlanceDatabase> => open(false);
  const progress: Logger = { ...logger, info: print };
  const { metadata_source_path: folder } = configuration.get(manageOptions);
  return [
    new DatabaseCommands({ open, print, progress }),
    new MetadefCommands({ open: ready, folder, print, logger }),
    new PurgeCommands({ open: ready, print }),
  ];
}

function cacheCommands(configuration: Configuration, { write, confirm, logger }: ManageInit): Commands {
  return new CacheCommands({
    open: () => ImageCache.open(configuration, logger),
    print: (line) => write(`${line}\n`),
    confirm,
  });
}

/** What an error of a command is: its exit code and words. Throws it where it is none that an operator can mend. */
function explain(error: unknown): readonly [code: number, message: string] {
  if (error instanceof ManageError) return [error.exitCode, error.message];
  if (error instanceof ConfigurationError) return [error.exitCode, error.message];
  if (error instanceof DatabaseError || error instanceof GlanceError || error instanceof BadCacheConfiguration)
    return [1, error.message];
  throw error;
}
