// SPDX-License-Identifier: Apache-2.0
import { basename } from 'node:path';
import { type Configuration, type Logger, pythonRepr } from '@stackport/config';
import { ImportError, loadapp, LookupError, type RegistryLike, type TraceEvent, traceLine } from '@stackport/paste';
import type { Application } from '@stackport/wsgi';
import { pasteDeployOptions } from './options.js';

/** The application could not be built from the paste file. */
export class PasteAppError extends Error {}

export interface PasteAppOptions {
  readonly configuration: Configuration;
  readonly registry: RegistryLike;
  readonly logger: Logger;
  /** Absolute path of the paste file where neither the configuration nor its place says one. */
  readonly defaultFile: string;
}

/**
 * Builds the pipeline `glance-api`, with `[paste_deploy] flavor` as its suffix, from the operator's paste file
 * (upstream's common/config.py, load_paste_app). Rejects with `PasteAppError` where the file or a factory is not found.
 */
export async function loadPasteApp({
  configuration,
  registry,
  logger,
  defaultFile,
}: PasteAppOptions): Promise<Application> {
  const { flavor, config_file: given } = configuration.get(pasteDeployOptions);
  const name = flavor ? `glance-api-${flavor}` : 'glance-api';
  const file = pasteFile(configuration, given) ?? defaultFile;
  logger.debug(`Loading ${name} from ${file}`);
  configuration.logOptionValues(logger);
  const trace = (event: TraceEvent): void => logger.debug(traceLine(event));
  try {
    return (await loadapp(`config:${encodeURI(file)}`, { name, registry, trace })) as Application;
  } catch (error) {
    if (!(error instanceof LookupError) && !(error instanceof ImportError)) throw error;
    const message = `Unable to load ${name} from configuration file ${file}.\nGot: ${error.name}(${pythonRepr(error.message)})${error.detail === undefined ? '' : ` (${error.detail})`}`;
    logger.error(message);
    throw new PasteAppError(message, { cause: error });
  }
}

/** The file that is named, or the one beside the last configuration file: glance-api.conf has glance-api-paste.ini. */
function pasteFile(configuration: Configuration, given: string | undefined): string | undefined {
  const last = configuration.configFiles.at(-1);
  const name =
    given ?? (last === undefined ? 'glance-api-paste.ini' : basename(last).replace(/(\.conf)?$/, '-paste.ini'));
  const found = configuration.findFile(name);
  if (found === undefined && given !== undefined)
    throw new PasteAppError(`Unable to locate paste config file for glance-api.`);
  return found;
}
