// SPDX-License-Identifier: Apache-2.0
import { isAbsolute } from 'node:path';
import { existsSync } from 'node:fs';
import type { Configuration, Logger } from '@stackport/config';
import { explain, loadapp, LookupError, type RegistryLike, type TraceEvent, traceLine } from '@stackport/paste';
import type { Application } from '@stackport/wsgi';
import { wsgiOptions } from './options/index.js';

/** The application in the paste file, and the prefix of the options of its server. */
export const APPLICATION = 'osapi_compute';

/** The configured paste file is not there. */
export class ConfigNotFound extends Error {
  override readonly name = 'ConfigNotFound';
  constructor(path: string) {
    super(`Could not find config at ${path}`);
  }
}

/** The application could not be built from the paste file. */
export class PasteAppNotFound extends Error {
  override readonly name = 'PasteAppNotFound';
  constructor(name: string, path: string, options?: ErrorOptions) {
    super(`Could not load paste app '${name}' from ${path}`, options);
  }
}

export interface PasteAppOptions {
  readonly configuration: Configuration;
  readonly registry: RegistryLike;
  readonly logger: Logger;
  /** Absolute path of the paste file where none is configured or found. */
  readonly defaultFile: string;
}

/**
 * Builds the pipeline `osapi_compute` from the operator's paste file (oslo.service 3, wsgi.py, Loader). Rejects with
 * `ConfigNotFound` for a file that is named and not there, with `PasteAppNotFound` where the application or a factory is
 * not found, which is logged, and with what a factory throws.
 */
export async function loadPasteApp({
  configuration,
  registry,
  logger,
  defaultFile,
}: PasteAppOptions): Promise<Application> {
  const file = pasteFile(configuration) ?? defaultFile;
  logger.debug(`Loading app ${APPLICATION} from ${file}`);
  const trace = (event: TraceEvent): void => logger.debug(traceLine(event));
  try {
    return (await loadapp(`config:${encodeURI(file)}`, { name: APPLICATION, registry, trace })) as Application;
  } catch (error) {
    if (!(error instanceof LookupError)) throw error;
    logger.error(`Couldn't lookup app: ${APPLICATION}: ${explain(error)}`, error);
    throw new PasteAppNotFound(APPLICATION, file, { cause: error });
  }
}

function pasteFile(configuration: Configuration): string | undefined {
  const { api_paste_config: name } = configuration.get(wsgiOptions);
  const found = isAbsolute(name) ? (existsSync(name) ? name : undefined) : configuration.findFile(name);
  const isNamed = configuration.origin('wsgi', 'api_paste_config')?.kind !== 'option default';
  if (found === undefined && isNamed) throw new ConfigNotFound(name);
  return found;
}
