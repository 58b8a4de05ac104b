// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePorts } from '@stackport/messaging/testing';
import { Client } from '../client.js';
import { MariadbDatabase } from '../mariadb-database.js';
import { TemporaryFolder } from '../temporary-folder.js';

const run = promisify(execFile);
/** What Debian's python3-keystone installs: keystone behind Python's own HTTP server, which answers one request at a time. */
const SERVER = '/usr/bin/keystone-wsgi-public';
const READY_SECONDS = 30;

type Values = Readonly<Record<string, Readonly<Record<string, string | number>>>>;

/** A process of Debian's keystone. */
export class KeystoneProcess {
  readonly url: string;
  readonly #child: ChildProcess;
  #output = '';

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#output = (this.#output + text).slice(-5000)));
  }

  /** Rejects with its last words where it does not answer in time. @param folder - of its keystone.conf */
  static async start(folder: string, port: number): Promise<KeystoneProcess> {
    const child = spawn(SERVER, ['--host', '127.0.0.1', '--port', String(port)], {
      env: { ...process.env, OS_KEYSTONE_CONFIG_DIR: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keystone = new KeystoneProcess(child, `http://127.0.0.1:${port}`);
    const end = Date.now() + READY_SECONDS * 1000;
    while (!(await keystone.#answers())) {
      if (child.exitCode !== null || Date.now() > end) {
        await keystone.stop();
        throw new Error(`keystone does not answer at ${keystone.url}:\n${keystone.#output}`);
      }
      await sleep(50);
    }
    return keystone;
  }

  /** Ends it at once. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }

  async #answers(): Promise<boolean> {
    return Client.to(this.url)
      .get('/v3')
      .then(
        () => true,
        () => false,
      );
  }
}

/**
 * Debian's keystone with a state of its own: Fernet keys, a database and an administrator. It is there where
 * `node tools/services/up.mjs --clients` has run. On SQLite, keystone locks itself out where one request writes through
 * two sessions.
 */
export class DebianKeystone {
  /** The administrator's, who is called admin and has the project admin. */
  static readonly PASSWORD = 'secret';
  readonly #folder: TemporaryFolder;
  readonly #database: MariadbDatabase;
  readonly #processes: KeystoneProcess[] = [];

  private constructor(folder: TemporaryFolder, database: MariadbDatabase) {
    this.#folder = folder;
    this.#database = database;
  }

  /** @param url - of its endpoints in the catalog, without /v3 */
  static async create(url: string): Promise<DebianKeystone> {
    const database = await MariadbDatabase.create();
    const keystone = new DebianKeystone(await TemporaryFolder.create('stackport-debian-keystone'), database);
    try {
      await keystone.#prepare(url);
      return keystone;
    } catch (error) {
      await keystone.remove();
      throw error;
    }
  }

  /**
   * Starts a process over the state; several may run at a time.
   * @param port - a free one by default
   * @param values - for its configuration, by group and option
   */
  async serve({ port, values = {} }: { port?: number; values?: Values } = {}): Promise<KeystoneProcess> {
    const [free = 0] = port === undefined ? await freePorts(1) : [port];
    const folder = this.#folder.file(`at-${free}`);
    await mkdir(folder, { recursive: true });
    await this.#configure(`${folder}/keystone.conf`, values);
    const process = await KeystoneProcess.start(folder, free);
    this.#processes.push(process);
    return process;
  }

  /** Ends its processes, and removes their state. */
  async remove(): Promise<void> {
    await Promise.all(this.#processes.map((process) => process.stop()));
    await this.#database.remove();
    await this.#folder.remove();
  }

  async #prepare(url: string): Promise<void> {
    const file = this.#folder.file('keystone.conf');
    await this.#configure(file);
    const manage = (...args: readonly string[]): Promise<unknown> =>
      run('/usr/bin/keystone-manage', ['--config-file', file, ...args]);
    const { username } = userInfo();
    const keys = ['fernet', 'credential'].map(async (kind) => {
      await mkdir(this.#folder.file(kind), { mode: 0o700 });
      await manage(`${kind}_setup`, '--keystone-user', username, '--keystone-group', username);
    });
    await Promise.all([manage('db_sync'), ...keys]);
    const urls = ['public', 'internal', 'admin'].flatMap((kind) => [`--bootstrap-${kind}-url`, `${url}/v3`]);
    await manage(
      'bootstrap',
      ...['--bootstrap-password', DebianKeystone.PASSWORD, '--bootstrap-region-id', 'RegionOne', ...urls],
    );
  }

  async #configure(file: string, values: Values = {}): Promise<void> {
    const own: Values = {
      database: { connection: this.#database.url },
      // The least cost there is: what passwords are hashed for here is not worth much.
      identity: { password_hash_rounds: 4 },
      fernet_tokens: { key_repository: this.#folder.file('fernet') },
      fernet_receipts: { key_repository: this.#folder.file('fernet') },
      credential: { key_repository: this.#folder.file('credential') },
    };
    const groups = Object.entries({ ...own, ...values }).map(
      ([group, options]) =>
        `[${group}]\n${Object.entries(options)
          .map(([name, value]) => `${name} = ${value}\n`)
          .join('')}`,
    );
    await writeFile(file, groups.join('\n'), { mode: 0o600 });
  }
}
