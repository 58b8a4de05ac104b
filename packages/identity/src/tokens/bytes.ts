// SPDX-License-Identifier: Apache-2.0

const HEXADECIMAL_ID = /^[0-9a-f]{32}$/;

/** Writes a token's fields one after another. */
export class ByteWriter {
  readonly #parts: Buffer[] = [];

  byte(value: number): void {
    this.#parts.push(Buffer.from([value]));
  }

  /** @param milliseconds - since 1970; 48 bits last until the year 10889. */
  time(milliseconds: number): void {
    const buffer = Buffer.alloc(6);
    buffer.writeUIntBE(milliseconds, 0, 6);
    this.#parts.push(buffer);
  }

  /** An id: 16 bytes for the usual 32 hexadecimal digits, text for any other (`default`), its length in front. */
  id(value: string): void {
    if (HEXADECIMAL_ID.test(value)) {
      this.byte(0);
      this.#parts.push(Buffer.from(value, 'hex'));
      return;
    }
    const text = Buffer.from(value);
    if (text.length === 0 || text.length > 255)
      throw new RangeError(`An id of ${text.length} bytes has no place in a token`);
    this.byte(text.length);
    this.#parts.push(text);
  }

  bytes(value: Buffer, length: number): void {
    if (value.length !== length) throw new RangeError(`Expected ${length} bytes, got ${value.length}`);
    this.#parts.push(value);
  }

  finish(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

/** Reads what a `ByteWriter` wrote, in the same order. */
export class ByteReader {
  readonly #buffer: Buffer;
  #offset = 0;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
  }

  byte(): number {
    return this.#buffer.readUInt8(this.#offset++);
  }

  time(): number {
    const value = this.#buffer.readUIntBE(this.#offset, 6);
    this.#offset += 6;
    return value;
  }

  id(): string {
    const length = this.byte();
    return length === 0 ? this.bytes(16).toString('hex') : this.bytes(length).toString('utf8');
  }

  bytes(length: number): Buffer {
    const value = this.#buffer.subarray(this.#offset, this.#offset + length);
    this.#offset += length;
    return value;
  }
}
