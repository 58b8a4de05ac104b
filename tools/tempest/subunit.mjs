// SPDX-License-Identifier: Apache-2.0
// The subunit v2 stream that Tempest writes: packets of events, of which a test has several, with attachments in pieces.
import { crc32 } from 'node:zlib';

const signature = 0xb3;
const has = { testId: 0x0800, route: 0x0400, time: 0x0200, tags: 0x0080, mime: 0x0020, file: 0x0040 };
const statuses = ['', 'exists', 'inprogress', 'success', 'uxsuccess', 'skip', 'fail', 'xfail'];
const outcomes = { success: 'PASS', xfail: 'PASS', uxsuccess: 'FAIL', skip: 'SKIP', fail: 'FAIL' };

/**
 * The tests of a stream, each when it has ended.
 * @param {AsyncIterable<Buffer>} stream - bytes that are no packets are passed over
 * @returns {AsyncGenerator<{ id: string, outcome: 'PASS' | 'FAIL' | 'SKIP', seconds: number, text: string }>} text: the reason or the traceback
 */
export async function* readTests(stream) {
  const begun = new Map();
  for await (const event of readEvents(stream)) {
    if (event.testId === undefined) continue;
    const test = begun.get(event.testId) ?? { time: event.time, text: '' };
    begun.set(event.testId, test);
    if (event.status === 'inprogress') test.time = event.time;
    if (/^(reason|traceback)/.test(event.fileName ?? '')) test.text += event.content;
    const outcome = outcomes[event.status];
    if (outcome === undefined) continue;
    begun.delete(event.testId);
    yield {
      id: event.testId,
      outcome,
      seconds: Math.max(0, (event.time ?? 0) - (test.time ?? 0)),
      text: test.text.trim(),
    };
  }
}

async function* readEvents(stream) {
  let buffered = Buffer.alloc(0);
  for await (const chunk of stream) {
    buffered = Buffer.concat([buffered, chunk]);
    let position = 0;
    while ((position = buffered.indexOf(signature, position)) !== -1) {
      // Signature, flags and the longest length number: without them nothing can be said.
      if (buffered.length - position < 7) break;
      const length = readNumber(buffered, position + 3).value;
      const isPacket = (buffered[position + 1] & 0xf0) === 0x20 && length >= 8;
      if (isPacket && buffered.length - position < length) break;
      const packet = buffered.subarray(position, position + length);
      if (!isPacket || crc32(packet.subarray(0, -4)) !== packet.readUInt32BE(length - 4)) {
        position += 1;
        continue;
      }
      yield parsePacket(packet);
      position += length;
    }
    buffered = position === -1 ? Buffer.alloc(0) : buffered.subarray(position);
  }
}

function parsePacket(packet) {
  const flags = packet.readUInt16BE(1);
  let offset = 3;
  const number = () => {
    const { value, size } = readNumber(packet, offset);
    offset += size;
    return value;
  };
  const bytes = () => {
    const length = number();
    return packet.subarray(offset, (offset += length)).toString('utf8');
  };
  number(); // the packet's length
  const event = { status: statuses[flags & 7] };
  if (flags & has.time) {
    const seconds = packet.readUInt32BE(offset);
    offset += 4;
    event.time = seconds + number() / 1e9;
  }
  if (flags & has.testId) event.testId = bytes();
  if (flags & has.tags) for (let count = number(); count > 0; count -= 1) bytes();
  if (flags & has.mime) bytes();
  if (flags & has.file) {
    event.fileName = bytes();
    event.content = bytes();
  }
  return event;
}

/** A number's first two bits say how many bytes follow; the rest is big-endian. */
function readNumber(buffer, offset) {
  const size = (buffer[offset] >> 6) + 1;
  return { value: buffer.readUIntBE(offset, size) % 2 ** (8 * size - 2), size };
}
