// SPDX-License-Identifier: Apache-2.0
import type { NovaContext } from '../../context.js';
import { InstanceNotReady } from '../../errors/instances.js';
import { ConsoleTypeInvalid } from '../../errors/server-actions.js';
import type { InstanceValues } from '../../instances/instance.js';
import { vmStates } from '../../instances/states.js';
import type { ConsoleProtocol } from '../../rpc/compute-rpc.js';
import type { ConsoleEndpoint, ConsoleKind } from '../drivers/compute-driver.js';
import { ConsoleTypeUnavailable, InstanceNotFound } from '../drivers/errors.js';
import type { ComputeContext } from './compute-context.js';

/** What the options of a protocol say: whether there are such consoles, and the proxy's URL as clients know it. */
export interface ConsoleProxy {
  readonly isEnabled: boolean;
  readonly baseUrl: string;
}

export interface ConsoleSettings {
  readonly proxies: Readonly<Record<ConsoleProtocol, ConsoleProxy>>;
  /** Seconds that a token is good for. */
  readonly tokenTtl: number;
}

/** Where a console is, as upstream's `get_connection_info` has it. */
export interface ConsoleConnection {
  readonly host: string;
  readonly port: number;
  /** Of SPICE. */
  readonly tlsPort?: number;
  readonly internal_access_path: string | null;
  readonly token: string;
  readonly access_url: string;
}

/** The one type that each protocol has; serial consoles do not look at it. */
const TYPES: Readonly<Partial<Record<ConsoleProtocol, ConsoleKind>>> = {
  vnc: 'novnc',
  spice: 'spice-html5',
  rdp: 'rdp-html5',
  mks: 'webmks',
};

const KINDS: ReadonlySet<string> = new Set(['spice-html5', 'rdp-html5', 'serial', 'webmks']);

/** Ways to guests' consoles (nova 26, compute/manager.py, get_vnc_console and its kin). */
export class Consoles {
  readonly #compute: ComputeContext;
  readonly #settings: ConsoleSettings;

  constructor(compute: ComputeContext, settings: ConsoleSettings) {
    this.#compute = compute;
    this.#settings = settings;
  }

  /**
   * Opens a console: the token is in the answer alone, the database has its hash. Rejects with `ConsoleTypeUnavailable`,
   * `ConsoleTypeInvalid`, `InstanceNotReady`, `InstanceNotFound`.
   */
  async open(
    context: NovaContext,
    protocol: ConsoleProtocol,
    instance: InstanceValues,
    type: string,
  ): Promise<ConsoleConnection> {
    const { store, logger } = this.#compute;
    try {
      return await this.#open(context, protocol, instance, type);
    } catch (error) {
      try {
        if (!(error instanceof InstanceNotFound)) await store.addFault(context, instance.uuid, error);
      } catch (failed) {
        logger.error('Failed to note a fault', failed);
      }
      throw error;
    }
  }

  /** Whether the console of that type is at that port. */
  async isPort(instance: InstanceValues, port: unknown, type: string): Promise<boolean> {
    const kind = KINDS.has(type) ? (type as ConsoleKind) : 'novnc';
    const { driver, guests } = this.#compute;
    return String((await driver.console(guests.identity(instance), kind)).port) === port;
  }

  async #open(
    context: NovaContext,
    protocol: ConsoleProtocol,
    instance: InstanceValues,
    type: string,
  ): Promise<ConsoleConnection> {
    const { isEnabled, baseUrl } = this.#settings.proxies[protocol];
    if (!isEnabled) throw new ConsoleTypeUnavailable(type);
    const expected = TYPES[protocol];
    if (expected !== undefined && type !== expected) throw new ConsoleTypeInvalid(type);
    const { host, port, tlsPort, internalAccessPath = null } = await this.#endpoint(instance, expected ?? 'serial');
    const token = await this.#compute.store.authorizeConsole(
      context,
      {
        console_type: type,
        host,
        port,
        internal_access_path: internalAccessPath,
        instance_uuid: instance.uuid,
        access_url_base: baseUrl,
      },
      this.#settings.tokenTtl,
    );
    return {
      host,
      port,
      ...(tlsPort === undefined ? {} : { tlsPort }),
      internal_access_path: internalAccessPath,
      token,
      access_url: accessUrl(baseUrl, type, token),
    };
  }

  async #endpoint(instance: InstanceValues, kind: ConsoleKind): Promise<ConsoleEndpoint> {
    const { driver, guests } = this.#compute;
    try {
      return await driver.console(guests.identity(instance), kind);
    } catch (error) {
      if (error instanceof InstanceNotFound && instance.vm_state === vmStates.building)
        throw new InstanceNotReady(instance.uuid);
      throw error;
    }
  }
}

/** noVNC takes its token in the path that it opens its socket with (objects/console_auth_token.py). */
function accessUrl(base: string, type: string, token: string): string {
  return type === 'novnc' ? `${base}?path=${encodeURIComponent(`?token=${token}`)}` : `${base}?token=${token}`;
}
