// SPDX-License-Identifier: Apache-2.0
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A virtual host of a test's own on the machine's RabbitMQ at 127.0.0.1:5672. Making one needs root, for rabbitmqctl. */
export class RabbitVhost {
  readonly name: string;

  private constructor(name: string) {
    this.name = name;
  }

  static async create(): Promise<RabbitVhost> {
    const vhost = new RabbitVhost(`stackport-test-${randomBytes(6).toString('hex')}`);
    await run('rabbitmqctl', ['-q', 'add_vhost', vhost.name]);
    await run('rabbitmqctl', ['-q', 'set_permissions', '-p', vhost.name, 'guest', '.*', '.*', '.*']);
    return vhost;
  }

  /** As an operator writes it into `transport_url`. */
  get url(): string {
    return `rabbit://guest:guest@127.0.0.1:5672/${this.name}`;
  }

  /** The rows of one of rabbitmqctl's lists: `list('queues', 'name', 'durable')`. */
  async list(what: 'queues' | 'exchanges' | 'bindings', ...columns: string[]): Promise<string[][]> {
    const { stdout } = await run('rabbitmqctl', [
      '--silent',
      '--no-table-headers',
      '-p',
      this.name,
      `list_${what}`,
      ...columns,
    ]);
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split('\t'));
  }

  async remove(): Promise<void> {
    await run('rabbitmqctl', ['-q', 'delete_vhost', this.name]);
  }
}
