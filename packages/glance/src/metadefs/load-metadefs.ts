// SPDX-License-Identifier: Apache-2.0
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Logger } from '@stackport/config';
import { isUniqueViolation } from '@stackport/database';
import type { GlanceDatabase } from '../database.js';
import { Invalid } from '../errors.js';
import { parseDefinitionFile, type DefinitionFile } from './definition-file.js';
import { loadDefinitions, type LoadOutcome } from './load-definitions.js';

export type { LoadOutcome } from './load-definitions.js';

export interface LoadProgress {
  /** Path of the file that is done. */
  readonly file: string;
  /** Undefined where the file could not be read. */
  readonly namespace?: string;
  readonly outcome: LoadOutcome | 'failed';
  /** Files done, this one included, and files in all. */
  readonly done: number;
  readonly total: number;
}

export interface LoadMetadefsInit {
  readonly database: GlanceDatabase;
  readonly logger: Logger;
  /** Go into namespaces that exist: add what they lack. Otherwise they are left alone. */
  readonly merge?: boolean;
  /** With `merge`: what exists is replaced by what the file says. */
  readonly preferNew?: boolean;
  /** With `merge`: a namespace that exists is removed with all its content first. */
  readonly overwrite?: boolean;
  /** Called after each file. */
  readonly onProgress?: (progress: LoadProgress) => void;
}

/**
 * Reads definitions in the form of Debian's /etc/glance/metadefs into the database: `glance-manage db_load_metadefs`.
 * A file is loaded whole or not at all; one that cannot be is logged and passed over. Log lines and messages are
 * upstream's (db/sqlalchemy/metadata.py, Zed).
 *
 * @param place - a folder, of which the `.json` files are read in the order of their names, or one file.
 * @returns what became of each file.
 * @throws Invalid for options that contradict each other and for a place without such files.
 */
export async function loadMetadefs(place: string, init: LoadMetadefsInit): Promise<LoadProgress[]> {
  const { logger, merge = false, preferNew = false, overwrite = false } = init;
  if (!merge && (preferNew || overwrite))
    throw new Invalid('To use --prefer_new or --overwrite you need to combine of these options with --merge option.');
  if (preferNew && overwrite)
    throw new Invalid('Please provide no more than one option from this list: --prefer_new, --overwrite');
  const files = await definitionFiles(place);
  const results: LoadProgress[] = [];
  for (const file of files) {
    const definitions = await readDefinitions(file, logger);
    const outcome =
      definitions === undefined ? 'failed' : await load(definitions, init, { merge, preferNew, overwrite });
    const progress: LoadProgress = {
      file,
      ...(definitions === undefined ? {} : { namespace: definitions.namespace }),
      outcome,
      done: results.length + 1,
      total: files.length,
    };
    if (outcome !== 'failed' && outcome !== 'skipped') logger.info(`File ${file} loaded to database.`);
    results.push(progress);
    init.onProgress?.(progress);
  }
  logger.info('Metadata loading finished');
  return results;
}

async function definitionFiles(place: string): Promise<string[]> {
  let names: string[];
  let folder = place;
  try {
    const isFile = (await stat(place)).isFile();
    if (isFile) folder = dirname(place);
    names = isFile ? [basename(place)] : await jsonFiles(place);
  } catch (error) {
    throw new Invalid((error as Error).message, { cause: error });
  }
  if (names.length === 0) throw new Invalid(`Json schema files not found in ${place}. Aborting.`);
  return names.map((name) => join(folder, name));
}

async function jsonFiles(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const areFiles = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).isFile()));
  return names.filter((_name, index) => areFiles[index]);
}

async function readDefinitions(file: string, logger: Logger): Promise<DefinitionFile | undefined> {
  try {
    return parseDefinitionFile(await readFile(file, 'utf8'));
  } catch (error) {
    const reason = (error as Error).message;
    logger.error(`Failed to parse json file ${file} while populating metadata due to: ${reason}`);
    return undefined;
  }
}

async function load(
  definitions: DefinitionFile,
  { database, logger }: LoadMetadefsInit,
  options: { readonly merge: boolean; readonly preferNew: boolean; readonly overwrite: boolean },
): Promise<LoadOutcome | 'failed'> {
  const { namespace } = definitions;
  try {
    const outcome = await database.transaction((transaction) => loadDefinitions(transaction, definitions, options));
    if (outcome === 'overwritten') logger.info(`Overwriting namespace ${namespace}`);
    if (outcome === 'skipped') logger.info(`Skipping namespace ${namespace}. It already exists in the database.`);
    return outcome;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // Within the file (a tag named twice in another case), or another loader at the same time.
    logger.warning(`Duplicate entry for values: ${namespace}`);
    return 'failed';
  }
}
