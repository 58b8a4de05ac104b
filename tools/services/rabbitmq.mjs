// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { converse } from './conversation.mjs';
import { startDaemon, waitForDaemon } from './daemon.mjs';

/** Where tests expect RabbitMQ: user guest, password guest, virtual host /. */
export const rabbitmqAddress = { host: '127.0.0.1', port: 5672 };

const startMethod = 0x000a000a; // connection.start
const tuneMethod = 0x000a001e; // connection.tune: the server has let us in

/**
 * Asks for an AMQP 0-9-1 connection as guest.
 * @param {{ host: string, port: number }} [address]
 * @returns {Promise<'ready' | 'refused' | 'absent'>} refused: somebody is there, and does not let us in
 */
export function probeRabbitmq(address = rabbitmqAddress) {
  return converse(address, async ({ read, write }) => {
    const method = async () => {
      const size = (await read(7)).readUInt32BE(3);
      return (await read(size + 1)).readUInt32BE(0);
    };
    write(Buffer.from('AMQP\0\0\x09\x01', 'latin1'));
    if ((await method()) !== startMethod) return 'refused';
    const long = (value) => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes;
    };
    const credentials = Buffer.from('\0guest\0guest');
    const startOk = Buffer.concat([
      long(0x000a000b),
      long(0), // no client properties
      Buffer.from('\x05PLAIN'),
      long(credentials.length),
      credentials,
      Buffer.from('\x05en_US'),
    ]);
    write(Buffer.concat([Buffer.from([1, 0, 0]), long(startOk.length), startOk, Buffer.from([0xce])]));
    return (await method()) === tuneMethod ? 'ready' : 'refused';
  });
}

/**
 * Starts a RabbitMQ node of our own: its data, log and pid file are in one folder, nothing of /etc/rabbitmq is read.
 * @param {{ folder: string, port: number }} init - the port after the next 20000 is taken for Erlang's distribution
 * @returns {Promise<number>} the process id
 * @throws {import('./failure.mjs').Failure} when it does not come up
 */
export async function startRabbitmq({ folder, port }) {
  mkdirSync(join(folder, 'data'), { recursive: true });
  mkdirSync(join(folder, 'logs'), { recursive: true });
  const configuration = join(folder, 'rabbitmq.conf');
  writeFileSync(configuration, 'log.console.level = warning\n');
  writeFileSync(join(folder, 'enabled_plugins'), '[].\n');
  const pid = startDaemon({
    folder,
    name: 'rabbitmq',
    command: '/usr/lib/rabbitmq/bin/rabbitmq-server',
    environment: {
      // Erlang keeps its cookie in the home folder.
      HOME: folder,
      RABBITMQ_NODENAME: `stackport${port}@localhost`,
      RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
      RABBITMQ_NODE_PORT: String(port),
      RABBITMQ_DIST_PORT: String(distributionPort(port)),
      RABBITMQ_MNESIA_BASE: join(folder, 'data'),
      RABBITMQ_LOG_BASE: join(folder, 'logs'),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
      RABBITMQ_CONFIG_FILE: configuration,
      RABBITMQ_CONF_ENV_FILE: '/dev/null',
    },
  });
  const address = { host: '127.0.0.1', port };
  await waitForDaemon({ folder, name: 'rabbitmq' }, async () => (await probeRabbitmq(address)) === 'ready', 90);
  return pid;
}

// RabbitMQ's own default is the AMQP port + 20000, which an ephemeral port can push over the end.
function distributionPort(port) {
  return port + 20_000 <= 65_535 ? port + 20_000 : port - 20_000;
}
