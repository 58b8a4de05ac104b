// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { ObjectValues } from '../objects/wire-object.js';
import type { ServiceRepository, ServiceRow } from './service-repository.js';
import { API_BINARY, BACKUP_BINARY, LOG_BINARIES, SCHEDULER_BINARY, VOLUME_BINARY } from './service-service.js';

/** The levels of this very process. */
export interface LogLevels {
  /** @param prefix - of the loggers; all where it is empty. @param level - `DEBUG`, `INFO`, `WARNING`, `ERROR` */
  set(prefix: string, level: string): void;
  /** Level by name of a logger. */
  get(prefix: string): Readonly<Record<string, string>>;
}

/** How a kind of worker is asked. */
export interface LogLevelRpc {
  setLogLevels(context: RequestContext, service: ServiceRow, request: ObjectValues): Promise<void>;
  getLogLevels(context: RequestContext, service: ServiceRow, request: ObjectValues): Promise<unknown>;
}

export interface LogLevelServiceDependencies {
  readonly services: ServiceRepository;
  readonly logLevels: LogLevels;
  readonly rpcs: Readonly<Record<'scheduler' | 'volume' | 'backup', LogLevelRpc>>;
  /** `host` of this process. */
  readonly host: string;
}

/** Whose levels. */
export interface LogLevelQuery {
  readonly binary?: string | null | undefined;
  readonly server?: string | null | undefined;
  readonly prefix?: string | null | undefined;
}

export interface ServiceLogLevels {
  readonly host: string | null;
  readonly binary: string | null;
  readonly levels: Readonly<Record<string, unknown>>;
}

/** Levels of logging of all services that are up, as an administrator sees and sets them (3.32). */
export class LogLevelService {
  readonly #dependencies: LogLevelServiceDependencies;

  constructor(dependencies: LogLevelServiceDependencies) {
    this.#dependencies = dependencies;
  }

  /** Sets them; workers are told and not waited for. */
  async set(context: RequestContext, query: LogLevelQuery, level: string | null): Promise<void> {
    const { binaries, services } = await this.#find(query);
    const request = { prefix: query.prefix ?? null, level };
    if (binaries.includes(API_BINARY)) this.#dependencies.logLevels.set(query.prefix ?? '', level ?? '');
    for (const service of services) await this.#rpcOf(service)?.setLogLevels(context, service, request);
  }

  async get(context: RequestContext, query: LogLevelQuery): Promise<ServiceLogLevels[]> {
    const { logLevels, host } = this.#dependencies;
    const { binaries, services } = await this.#find(query);
    const result: ServiceLogLevels[] = [];
    if ((!query.server || query.server === host) && binaries.includes(API_BINARY))
      result.push({ host, binary: API_BINARY, levels: logLevels.get(query.prefix ?? '') });
    for (const service of services) {
      const answer = await this.#rpcOf(service)?.getLogLevels(context, service, { prefix: query.prefix ?? null });
      result.push({ host: service.host, binary: service.binary, levels: levelsOf(answer) });
    }
    return result;
  }

  async #find({ binary, server }: LogLevelQuery): Promise<{ binaries: readonly string[]; services: ServiceRow[] }> {
    if (binary === API_BINARY) return { binaries: [API_BINARY], services: [] };
    const all = binary === undefined || binary === null || binary === '' || binary === '*';
    const services = await this.#dependencies.services.list({
      isUp: true,
      ...(all ? {} : { binary }),
      ...(server ? { hostOrCluster: server } : {}),
    });
    return { binaries: all ? LOG_BINARIES : [binary], services };
  }

  #rpcOf({ binary }: ServiceRow): LogLevelRpc | undefined {
    const { scheduler, volume, backup } = this.#dependencies.rpcs;
    return { [SCHEDULER_BINARY]: scheduler, [VOLUME_BINARY]: volume, [BACKUP_BINARY]: backup }[binary ?? ''];
  }
}

/** Levels as they come over the bus, plain or as versioned objects. */
function levelsOf(answer: unknown): Record<string, unknown> {
  const items = Array.isArray(answer) ? answer : [];
  return Object.fromEntries(
    items.map((item) => {
      const wire = item as Record<string, unknown>;
      const data = (wire['versioned_object.data'] ?? wire) as Record<string, unknown>;
      return [String(data.prefix), data.level];
    }),
  );
}
