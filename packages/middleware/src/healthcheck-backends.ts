// SPDX-License-Identifier: Apache-2.0
import { access } from 'node:fs/promises';
import type { Logger } from '@stackport/config';
import type { Request } from '@stackport/wsgi';

/** What one check found. `kind` is upstream's class name, which the detailed answer shows. */
export interface HealthcheckResult {
  readonly available: boolean;
  readonly reason: string;
  readonly details?: string;
}

export type HealthcheckBackend = (request: Request) => Promise<HealthcheckResult>;

export interface BackendSettings {
  readonly disable_by_file_path?: string | undefined;
  readonly disable_by_file_paths: readonly string[];
}

const OK = { available: true, reason: 'OK' };
const DISABLED = { available: false, reason: 'DISABLED BY FILE' };

/**
 * The checks that `[healthcheck] backends` names, in its order; one that is not there is left out with a warning.
 * @throws TypeError for an entry of `disable_by_file_paths` that is no `port:path`.
 */
export function healthcheckBackends(
  names: readonly string[],
  settings: BackendSettings,
  logger: Logger,
): readonly HealthcheckBackend[] {
  return names.flatMap((name) => {
    if (name === 'disable_by_file') return [disableByFile(settings.disable_by_file_path, logger)];
    if (name === 'disable_by_files_ports') return [disableByFilesPorts(settings.disable_by_file_paths, logger)];
    logger.warning(`Could not load ${name}`);
    return [];
  });
}

/** Out of service while a file exists. */
function disableByFile(path: string | undefined, logger: Logger): HealthcheckBackend {
  return async () => {
    if (path === undefined || path === '') {
      logger.warning('DisableByFile healthcheck middleware enabled without disable_by_file_path set');
      return { ...OK, details: "No 'disable_by_file_path' configuration value specified" };
    }
    if (await exists(path)) return { ...DISABLED, details: `Path '${path}' was found` };
    return { ...OK, details: `Path '${path}' was not found` };
  };
}

/** Out of service on a port while that port's file exists. */
function disableByFilesPorts(entries: readonly string[], logger: Logger): HealthcheckBackend {
  const paths = new Map(entries.filter((entry) => entry.trim() !== '').map(readEntry));
  return async (request) => {
    const port = serverPort(request);
    const path = paths.get(port);
    if (path === undefined) {
      logger.warning(
        `DisableByFilesPorts healthcheck middleware enabled without disable_by_file_paths set for port ${port}`,
      );
      return OK;
    }
    return (await exists(path)) ? DISABLED : OK;
  };
}

function readEntry(entry: string): readonly [number, string] {
  const match = /^\s*(\d+):(.+)$/s.exec(entry);
  if (match === null) throw new TypeError(`disable_by_file_paths: ${JSON.stringify(entry)} is not a port:path`);
  return [Number(match[1]), (match[2] ?? '').trimEnd()];
}

/** The port that is listened on, where the server says so; else the one that the client named. */
function serverPort(request: Request): number {
  const own = Number(request.environ.SERVER_PORT);
  if (Number.isInteger(own) && own > 0) return own;
  const named = /:(\d+)$/.exec(request.host)?.[1];
  return named === undefined ? (request.scheme === 'https' ? 443 : 80) : Number(named);
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
