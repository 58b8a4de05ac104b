// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { connect } from 'node:net';

const timeoutMilliseconds = 5000;

/**
 * Speaks a few packets of a binary protocol with a server.
 * @param {{ host: string, port: number }} address
 * @param {(channel: { read: (bytes: number) => Promise<Buffer>, write: (bytes: Buffer) => void }) => Promise<'ready' | 'refused'>} talk
 * @returns {Promise<'ready' | 'refused' | 'absent'>} refused also when the server hangs up or falls silent on us; absent when nobody listens
 */
export async function converse(address, talk) {
  const socket = connect(address);
  try {
    await once(socket, 'connect');
  } catch {
    return 'absent';
  }
  socket.setTimeout(timeoutMilliseconds, () => socket.destroy(new Error('silent')));
  const chunks = socket[Symbol.asyncIterator]();
  let buffered = Buffer.alloc(0);
  const read = async (bytes) => {
    while (buffered.length < bytes) {
      const { value, done } = await chunks.next();
      if (done) throw new Error('hung up');
      buffered = Buffer.concat([buffered, value]);
    }
    const taken = buffered.subarray(0, bytes);
    buffered = buffered.subarray(bytes);
    return taken;
  };
  try {
    return await talk({ read, write: (bytes) => socket.write(bytes) });
  } catch {
    return 'refused';
  } finally {
    socket.on('error', () => {});
    socket.destroy();
  }
}
