// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises';
import { Configuration, silentLogger } from '@stackport/config';
import { messagingOptions, RpcClient, transportFromConf } from '@stackport/messaging';
import { MariadbDatabase } from './mariadb-database.js';
import { RabbitVhost } from './rabbit.js';
import { ServiceProgram } from './service-program.js';
import { TemporaryFolder } from './temporary-folder.js';

export interface CinderWorkerInit {
  /** The app's `main.js`. */
  readonly file: string;
  /** `cinder-scheduler`, …: the topic too. */
  readonly binary: string;
  /** Of its RPC API; 3.0 by default. */
  readonly rpcVersion?: string;
  /** Text of cinder.conf behind what isolates the test, by its folder. */
  readonly conf?: (folder: TemporaryFolder) => string;
}

/** One of cinder's workers as an operator runs it: with a folder, a database and a virtual host of RabbitMQ of its own. */
export class CinderWorker {
  readonly folder: TemporaryFolder;
  readonly database: MariadbDatabase;
  readonly vhost: RabbitVhost;
  readonly #init: CinderWorkerInit;
  readonly #programs: ServiceProgram[] = [];

  private constructor(
    init: CinderWorkerInit,
    own: { folder: TemporaryFolder; database: MariadbDatabase; vhost: RabbitVhost },
  ) {
    this.#init = init;
    this.folder = own.folder;
    this.database = own.database;
    this.vhost = own.vhost;
  }

  static async create(init: CinderWorkerInit): Promise<CinderWorker> {
    const folder = await TemporaryFolder.create(`stackport-${init.binary}`);
    const database = await MariadbDatabase.create();
    const vhost = await RabbitVhost.create();
    const conf = `
[DEFAULT]
host = node
state_path = ${folder.path}
transport_url = ${vhost.url}
report_interval = 1
[database]
connection = ${database.url}
`;
    await writeFile(folder.file('cinder.conf'), conf + (init.conf?.(folder) ?? ''));
    return new CinderWorker(init, { folder, database, vhost });
  }

  /** Runs it to its end, or until `clean`. @param args - behind the configuration file */
  run(...args: readonly string[]): ServiceProgram {
    const all = ['--config-file', this.folder.file('cinder.conf'), ...args];
    const program = ServiceProgram.run({ file: this.#init.file, args: all, folder: this.folder.path });
    this.#programs.push(program);
    return program;
  }

  /** Runs it and waits until it gives signs of life and takes messages. */
  async start(): Promise<ServiceProgram> {
    const before = await this.reports();
    const program = this.run();
    await program.until(async () => (await this.reports()) > before, 'a sign of life', 180);
    // A scheduler is seen before it takes messages.
    await program.until(async () => (await this.consumers()) > 0, 'a consumer of its topic', 180);
    return program;
  }

  /** How many signs of life its row has; 0 without a row. */
  async reports(): Promise<number> {
    try {
      const [row] = await this.database.query(
        `SELECT SUM(report_count) AS reports FROM services WHERE deleted = 0 AND \`binary\` = '${this.#init.binary}'`,
      );
      return Number(row?.reports ?? 0);
    } catch (error) {
      // It has not made its tables yet.
      if ((error as { code?: unknown }).code === 'ER_NO_SUCH_TABLE') return 0;
      throw error;
    }
  }

  /** Calls a method of it over the bus, as another service does. */
  async call(method: string, args: Record<string, unknown>, server?: string): Promise<unknown> {
    const configuration = Configuration.of(messagingOptions, { DEFAULT: { transport_url: this.vhost.url } });
    const transport = transportFromConf(configuration, { logger: silentLogger });
    try {
      const client = new RpcClient(transport, {
        topic: this.#init.binary,
        version: this.#init.rpcVersion ?? '3.0',
        ...(server ? { server } : {}),
      });
      return await client.call({ is_admin: true, project_id: 'p', user_id: 'u', roles: ['admin'] }, method, args);
    } finally {
      await transport.close();
    }
  }

  /** Consumers of its topic. */
  async consumers(): Promise<number> {
    const rows = await this.vhost.list('queues', 'name', 'consumers');
    return rows.filter(([name]) => name === this.#init.binary).reduce((sum, [, count]) => sum + Number(count), 0);
  }

  async clean(): Promise<void> {
    for (const program of this.#programs) await program.end();
    await this.vhost.remove();
    await this.database.remove();
    await this.folder.remove();
  }
}
