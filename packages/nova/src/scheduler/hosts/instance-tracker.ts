// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';

interface Tracked {
  readonly uuids: Set<string>;
  /** Whether the host has told of itself since this was read: what was only read may be old. */
  isCurrent: boolean;
}

/** Reads what is on a host out of its cell. */
export type ReadInstances = (host: string) => Promise<ReadonlySet<string>>;

/** Which instances hosts have, as they tell it (`track_instance_changes`). Messages are taken one after the other. */
export class InstanceTracker {
  readonly #hosts = new Map<string, Tracked>();
  readonly #read: ReadInstances;
  readonly #logger: Logger;
  #turn: Promise<void> = Promise.resolve();

  constructor(read: ReadInstances, logger: Logger) {
    this.#read = read;
    this.#logger = logger;
  }

  /** What is on a host; undefined where that has to be read. */
  of(host: string): ReadonlySet<string> | undefined {
    const tracked = this.#hosts.get(host);
    return tracked?.isCurrent === true ? tracked.uuids : undefined;
  }

  /** Of one instance that is new or changed, or of all of a host that starts. */
  update(host: string, uuids: readonly string[]): Promise<void> {
    return this.#inTurn(async () => {
      const tracked = this.#hosts.get(host);
      if (tracked !== undefined) {
        for (const uuid of uuids) tracked.uuids.add(uuid);
        tracked.isCurrent = true;
      } else if (uuids.length > 1) this.#hosts.set(host, { uuids: new Set(uuids), isCurrent: true });
      else await this.#reread(host, `Received an update from an unknown host '${host}'.`);
    });
  }

  delete(host: string, uuid: string): Promise<void> {
    return this.#inTurn(async () => {
      const tracked = this.#hosts.get(host);
      if (tracked === undefined) {
        await this.#reread(host, `Received a delete update from an unknown host '${host}'.`);
        return;
      }
      tracked.uuids.delete(uuid);
      tracked.isCurrent = true;
    });
  }

  /** All that a host has: what is known here is read anew where it differs. */
  sync(host: string, uuids: readonly string[]): Promise<void> {
    return this.#inTurn(async () => {
      const tracked = this.#hosts.get(host);
      const told = new Set(uuids);
      if (tracked === undefined) await this.#reread(host, `Received a sync request from an unknown host '${host}'.`);
      else if (told.size !== tracked.uuids.size || [...told].some((uuid) => !tracked.uuids.has(uuid)))
        await this.#reread(host, `The instance sync for host '${host}' did not match.`);
      else tracked.isCurrent = true;
    });
  }

  async #reread(host: string, why: string): Promise<void> {
    this.#hosts.set(host, { uuids: new Set(await this.#read(host)), isCurrent: false });
    this.#logger.info(`${why} Re-created its InstanceList.`);
  }

  #inTurn(action: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(action);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
