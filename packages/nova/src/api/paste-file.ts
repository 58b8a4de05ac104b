// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from 'node:url';
import type { Configuration, Logger } from '@stackport/config';
import { findPasteApp, loadPasteApp, PasteAppNotFound, type PasteAppPlace } from '@stackport/middleware';
import type { RegistryLike } from '@stackport/paste';
import type { Application } from '@stackport/wsgi';
import { wsgiOptions } from '../options/index.js';

/** Of which distributions' files differ in the healthcheck only. */
const PASTE_FILE = fileURLToPath(new URL('../../etc/api-paste.ini', import.meta.url));

/** Builds an application of the operator's paste file, by its name. */
export type ApplicationLoader = (name: string) => Promise<Application>;

/** Rejects as `loadPasteApp`. */
export function applicationLoader(
  configuration: Configuration,
  registry: RegistryLike,
  logger: Logger,
): ApplicationLoader {
  return (name) =>
    loadPasteApp({ ...placeOf(configuration, name), registry, logger: logger.named('oslo.service.wsgi') });
}

/**
 * Looks whether the operator's paste file has an application. Rejects with `ConfigNotFound`.
 * @returns why it cannot be loaded; undefined where it can
 */
export async function missingApplication(configuration: Configuration, name: string): Promise<string | undefined> {
  try {
    await findPasteApp(placeOf(configuration, name));
    return undefined;
  } catch (error) {
    if (error instanceof PasteAppNotFound) return error.message;
    throw error;
  }
}

function placeOf(configuration: Configuration, name: string): PasteAppPlace {
  const { api_paste_config: value } = configuration.get(wsgiOptions);
  return { configuration, name, pasteConfig: { group: 'wsgi', value }, defaultFile: PASTE_FILE };
}
