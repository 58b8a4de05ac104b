// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/**
 * TCP ports of this machine that nobody listens on.
 * @param {number} count
 * @returns {Promise<number[]>} all different
 */
export async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

/**
 * Whether something accepts connections there.
 * @param {{ host: string, port: number }} address
 * @returns {Promise<boolean>}
 */
export async function isListening(address) {
  const socket = connect(address);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
