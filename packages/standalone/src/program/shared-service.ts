// SPDX-License-Identifier: Apache-2.0
import type { Application, LoadedApplication } from '@stackport/wsgi';

/** A service that has more than one application. */
export interface ServiceOfApplications {
  /** Builds the application of that name. */
  load(name: string): Promise<Application>;
  close(): Promise<void>;
}

/** One building of the service, with the servers that have their application from it. */
class Generation {
  readonly #service: Promise<ServiceOfApplications>;
  readonly takers = new Set<string>();
  #users = 0;

  constructor(service: Promise<ServiceOfApplications>) {
    this.#service = service;
  }

  /** Whether there is anybody left who has something from it. */
  get isUsed(): boolean {
    return this.#users > 0;
  }

  async take(name: string): Promise<LoadedApplication> {
    this.takers.add(name);
    this.#users++;
    try {
      return { application: await (await this.#service).load(name), close: () => this.#leave() };
    } catch (error) {
      await this.#leave().catch(() => undefined);
      throw error;
    }
  }

  async #leave(): Promise<void> {
    this.#users--;
    if (!this.isUsed) await (await this.#service).close();
  }
}

/**
 * A service whose applications several servers of one process serve: it is opened once for all of them, anew when the
 * first of them loads again, and closed when the last one has let go of it.
 */
export class SharedService {
  readonly #open: () => Promise<ServiceOfApplications>;
  #current: Generation | undefined;

  constructor(open: () => Promise<ServiceOfApplications>) {
    this.#open = open;
  }

  /**
   * The application of a server, which closes it once. Rejects with what the service cannot be opened or the application
   * not be built with.
   */
  take(name: string): Promise<LoadedApplication> {
    let generation = this.#current;
    if (generation === undefined || !generation.isUsed || generation.takers.has(name))
      this.#current = generation = new Generation(this.#open());
    return generation.take(name);
  }
}
