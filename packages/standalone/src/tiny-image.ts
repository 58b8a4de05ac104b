// SPDX-License-Identifier: Apache-2.0

const SIZE = 1024 * 1024;
const LOAD_ADDRESS = 0x7c00;
const GREETING = 'Stackport tiny image: it boots.\r\n';

/** Real-mode code: writes the text behind it to the first serial port and to the screen, and halts. */
const CODE = [
  ...[0x31, 0xc0], // xor ax, ax
  ...[0x8e, 0xd8], // mov ds, ax
  0xfc, // cld
  ...[0xbe, 0x00, 0x00], // mov si, text (address filled in below)
  0xac, // next: lodsb
  ...[0x84, 0xc0], // test al, al
  ...[0x74, 0x0d], // jz halt
  ...[0xba, 0xf8, 0x03], // mov dx, 0x3f8
  0xee, // out dx, al
  ...[0xb4, 0x0e], // mov ah, 0x0e
  ...[0xbb, 0x07, 0x00], // mov bx, 7
  ...[0xcd, 0x10], // int 0x10
  ...[0xeb, 0xee], // jmp next
  0xf4, // halt: hlt
  ...[0xeb, 0xfd], // jmp halt
];
const TEXT_OPERAND = 6;

/** A raw disk of 1 MiB that a PC boots: the image that a fresh cloud begins with. */
export function tinyImage(): Buffer {
  const disk = Buffer.alloc(SIZE);
  disk.set(CODE);
  disk.writeUInt16LE(LOAD_ADDRESS + CODE.length, TEXT_OPERAND);
  disk.write(`${GREETING}\0`, CODE.length, 'latin1');
  disk.writeUInt16LE(0xaa55, 510);
  return disk;
}
