// SPDX-License-Identifier: Apache-2.0
import { type Application, Server } from '@stackport/wsgi';
import { Client } from './client.js';

/** An application of this process behind a socket: for what only a connection can show. */
export class ListeningApplication {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Listens on a free port of 127.0.0.1. */
  static async start(application: Application): Promise<ListeningApplication> {
    const server = new Server({ name: 'test', bindHost: '127.0.0.1', bindPort: 0 }, { embedded: true });
    await server.start(() => application, 0);
    return new ListeningApplication(server);
  }

  get port(): number {
    return this.#server.port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get client(): Client {
    return Client.to(this.url);
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }
}
