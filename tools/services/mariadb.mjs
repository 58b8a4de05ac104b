// SPDX-License-Identifier: Apache-2.0
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { converse } from './conversation.mjs';
import { startDaemon, waitForDaemon } from './daemon.mjs';

const run = promisify(execFile);

/** Where tests expect MariaDB: user root, no password. */
export const mariadbAddress = { host: '127.0.0.1', port: 3306 };

// CLIENT_PROTOCOL_41, CLIENT_SECURE_CONNECTION, CLIENT_PLUGIN_AUTH
const capabilities = 0x00000200 | 0x00008000 | 0x00080000;

/**
 * Asks for a session as root with an empty password.
 * @param {{ host: string, port: number }} [address]
 * @returns {Promise<'ready' | 'refused' | 'absent'>} refused: somebody is there, and does not let us in
 */
export function probeMariadb(address = mariadbAddress) {
  return converse(address, async ({ read, write }) => {
    const packet = async () => {
      const header = await read(4);
      return { sequence: header[3], body: await read(header.readUIntLE(0, 3)) };
    };
    const send = (sequence, body) => {
      const header = Buffer.alloc(4);
      header.writeUIntLE(body.length, 0, 3);
      header[3] = sequence;
      write(Buffer.concat([header, body]));
    };
    const greeting = await packet();
    // 10 is the version of the handshake; an error packet stands here when the server has too many connections or bars the host.
    if (greeting.body[0] !== 10) return 'refused';
    const fixed = Buffer.alloc(32);
    fixed.writeUInt32LE(capabilities, 0);
    fixed.writeUInt32LE(1 << 24, 4);
    fixed[8] = 33; // utf8
    send(greeting.sequence + 1, Buffer.concat([fixed, Buffer.from('root\0\0mysql_native_password\0')]));
    let answer = await packet();
    // The server names another way to authenticate: an empty password is an empty packet in each that has passwords.
    if (answer.body[0] === 0xfe) {
      send(answer.sequence + 1, Buffer.alloc(0));
      answer = await packet();
    }
    return answer.body[0] === 0 ? 'ready' : 'refused';
  });
}

/**
 * Starts a MariaDB of our own: its data, socket, log and pid file are in one folder, root has no password.
 * @param {{ folder: string, port: number, options?: readonly string[] }} init - options: further arguments of mariadbd
 * @returns {Promise<number>} the process id
 * @throws {import('./failure.mjs').Failure} when it does not come up
 */
export async function startMariadb({ folder, port, options = [] }) {
  const data = join(folder, 'data');
  // mariadbd drops root's rights only for a user that it is told; the folder may be one that no other user may enter.
  const user = `--user=${userInfo().username}`;
  if (!existsSync(join(data, 'mysql'))) {
    mkdirSync(data, { recursive: true });
    await run('mariadb-install-db', [
      '--no-defaults',
      user,
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
    ]);
  }
  const pid = startDaemon({
    folder,
    name: 'mariadb',
    command: '/usr/sbin/mariadbd',
    args: [
      '--no-defaults',
      user,
      `--datadir=${data}`,
      `--socket=${join(folder, 'mariadb.sock')}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--skip-name-resolve',
      '--max-connections=500',
      ...options,
    ],
  });
  const address = { host: '127.0.0.1', port };
  await waitForDaemon({ folder, name: 'mariadb' }, async () => (await probeMariadb(address)) === 'ready', 60);
  return pid;
}
