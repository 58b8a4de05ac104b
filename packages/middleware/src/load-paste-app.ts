// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { Configuration, Logger } from '@stackport/config';
import {
  appconfig,
  explain,
  loadapp,
  LookupError,
  type RegistryLike,
  type TraceEvent,
  traceLine,
} from '@stackport/paste';
import type { Application } from '@stackport/wsgi';

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

/** An application of the operator's paste file. */
export interface PasteAppPlace {
  readonly configuration: Configuration;
  /** The application in the paste file: `osapi_compute`. */
  readonly name: string;
  /** Section and value of the option `api_paste_config`. */
  readonly pasteConfig: { readonly group: string; readonly value: string };
  /** Absolute path of the paste file where none is configured or found. */
  readonly defaultFile: string;
}

export interface PasteAppOptions extends PasteAppPlace {
  readonly registry: RegistryLike;
  readonly logger: Logger;
}

/**
 * Builds a pipeline from the operator's paste file (oslo.service 3, wsgi.py, Loader). Rejects with `ConfigNotFound` for a
 * file that is named and not there, with `PasteAppNotFound` where the application or a factory is not found, which is
 * logged, and with what a factory throws.
 */
export async function loadPasteApp(options: PasteAppOptions): Promise<Application> {
  const { name, registry, logger } = options;
  const file = pasteFile(options);
  logger.debug(`Loading app ${name} from ${file}`);
  const trace = (event: TraceEvent): void => logger.debug(traceLine(event));
  try {
    return (await loadapp(uriOf(file), { name, registry, trace })) as Application;
  } catch (error) {
    if (!(error instanceof LookupError)) throw error;
    logger.error(`Couldn't lookup app: ${name}: ${explain(error)}`, error);
    throw new PasteAppNotFound(name, file, { cause: error });
  }
}

/** Looks whether an application is in the paste file, and builds nothing. Rejects with the two errors of that. */
export async function findPasteApp(place: PasteAppPlace): Promise<void> {
  const file = pasteFile(place);
  // Which factories there are is seen when they are needed.
  const registry = { lookup: () => () => undefined };
  try {
    await appconfig(uriOf(file), { name: place.name, registry });
  } catch (error) {
    if (!(error instanceof LookupError)) throw error;
    throw new PasteAppNotFound(place.name, file, { cause: error });
  }
}

function uriOf(file: string): string {
  return `config:${encodeURI(file)}`;
}

function pasteFile({ configuration, pasteConfig: { group, value }, defaultFile }: PasteAppPlace): string {
  const found = isAbsolute(value) ? (existsSync(value) ? value : undefined) : configuration.findFile(value);
  const isNamed = configuration.origin(group, 'api_paste_config')?.kind !== 'option default';
  if (found === undefined && isNamed) throw new ConfigNotFound(value);
  return found ?? defaultFile;
}
