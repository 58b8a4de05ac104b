// SPDX-License-Identifier: Apache-2.0

/*
 * ISO 9660 (ECMA-119) with Joliet: what a guest mounts as its config drive. The plain directory has the names as they
 * are, too, as `genisoimage -l -allow-lowercase -allow-multidot` writes them.
 */

const SECTOR = 2048;
const SYSTEM_SECTORS = 16;
/** `%/E`: UCS-2 of level 3. */
const JOLIET_ESCAPE = '%/E';
const DIRECTORY_FLAG = 2;
const MAX_PLAIN_NAME = 31;

interface FileNode {
  readonly name: string;
  readonly contents: Buffer;
  sector: number;
}

interface FolderNode {
  readonly name: string;
  readonly parent: FolderNode | undefined;
  readonly folders: FolderNode[];
  readonly files: FileNode[];
}

/** One of the two trees of names over the same files. */
interface Naming {
  readonly encode: (text: string) => Buffer;
  readonly nameOf: (name: string, isFolder: boolean) => Buffer;
  /** Where the records of a folder are. */
  readonly sectors: Map<FolderNode, number>;
}

export interface Iso9660Options {
  /** At most 16 characters. */
  readonly label: string;
  /** The time of all that is in it. */
  readonly date: Date;
}

/**
 * An image of a file system that holds the files.
 * @param files - contents by path: `openstack/latest/meta_data.json`
 * @throws RangeError for a name over 31 characters, which the plain directory has no room for
 */
export function iso9660(files: ReadonlyMap<string, Buffer>, { label, date }: Iso9660Options): Buffer {
  const root = treeOf(files);
  const folders = inOrder(root);
  const plain: Naming = {
    encode: (text) => Buffer.from(text, 'latin1'),
    nameOf: (name, isFolder) => Buffer.from(isFolder ? name : `${name};1`, 'latin1'),
    sectors: new Map(),
  };
  const joliet: Naming = {
    encode: ucs2,
    nameOf: (name, isFolder) => ucs2(isFolder ? name : `${name};1`),
    sectors: new Map(),
  };

  let next = SYSTEM_SECTORS + 3;
  const take = (bytes: number): number => {
    const first = next;
    next += Math.max(1, Math.ceil(bytes / SECTOR));
    return first;
  };
  const tables = [plain, joliet].map((naming) => {
    const size = folders.reduce((sum, folder) => sum + pathRecordLength(folder, naming), 0);
    return { naming, size, little: take(size), big: take(size) };
  });
  for (const naming of [plain, joliet])
    for (const folder of folders) naming.sectors.set(folder, take(folderSize(folder, naming)));
  for (const folder of folders) for (const file of folder.files) file.sector = take(file.contents.length);

  const image = Buffer.alloc(next * SECTOR);
  for (const [index, { naming, size, little, big }] of tables.entries()) {
    volumeDescriptor(root, naming, { label, date, size, little, big, sectors: next }).copy(
      image,
      (SYSTEM_SECTORS + index) * SECTOR,
    );
    writePathTable(image, little * SECTOR, folders, naming, 'little');
    writePathTable(image, big * SECTOR, folders, naming, 'big');
    for (const folder of folders) writeFolder(image, folder, naming, date);
  }
  image.set([255, ...Buffer.from('CD001'), 1], (SYSTEM_SECTORS + 2) * SECTOR);
  for (const folder of folders) for (const { contents, sector } of folder.files) contents.copy(image, sector * SECTOR);
  return image;
}

function treeOf(files: ReadonlyMap<string, Buffer>): FolderNode {
  const root: FolderNode = { name: '', parent: undefined, folders: [], files: [] };
  for (const [path, contents] of files) {
    const names = path.split('/').filter((name) => name !== '');
    for (const name of names)
      if (name.length > MAX_PLAIN_NAME)
        throw new RangeError(`${name}: a name has ${MAX_PLAIN_NAME} characters at most`);
    const last = names.pop();
    if (last === undefined) continue;
    let folder = root;
    for (const name of names) {
      let child = folder.folders.find((one) => one.name === name);
      if (child === undefined) {
        child = { name, parent: folder, folders: [], files: [] };
        folder.folders.push(child);
      }
      folder = child;
    }
    folder.files.push({ name: last, contents, sector: 0 });
  }
  return root;
}

/** The order of the path table: by depth, then by the parent's place, then by name. */
function inOrder(root: FolderNode): FolderNode[] {
  const all = [root];
  // The list grows while it is walked.
  for (const folder of all) all.push(...[...folder.folders].sort(byName));
  return all;
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

function ucs2(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

const even = (length: number): number => length + (length % 2);

function recordLength(name: Buffer): number {
  return 33 + name.length + ((name.length + 1) % 2);
}

function pathRecordLength(folder: FolderNode, naming: Naming): number {
  return 8 + even(pathName(folder, naming).length);
}

function pathName(folder: FolderNode, naming: Naming): Buffer {
  return folder.parent === undefined ? Buffer.from([0]) : naming.nameOf(folder.name, true);
}

function childrenOf(folder: FolderNode, naming: Naming): { name: Buffer; node: FolderNode | FileNode }[] {
  return [
    ...folder.folders.map((node) => ({ name: naming.nameOf(node.name, true), node })),
    ...folder.files.map((node) => ({ name: naming.nameOf(node.name, false), node })),
  ].sort((a, b) => Buffer.compare(a.name, b.name));
}

/** Where each record begins: none goes over the end of a sector. */
function place(offset: number, length: number): number {
  return (offset % SECTOR) + length > SECTOR ? Math.ceil(offset / SECTOR) * SECTOR : offset;
}

function folderSize(folder: FolderNode, naming: Naming): number {
  let offset = 2 * recordLength(Buffer.alloc(1));
  for (const { name } of childrenOf(folder, naming)) {
    const length = recordLength(name);
    offset = place(offset, length) + length;
  }
  return Math.ceil(offset / SECTOR) * SECTOR;
}

function writeFolder(image: Buffer, folder: FolderNode, naming: Naming, date: Date): void {
  const base = sectorOf(folder, naming) * SECTOR;
  const write = (offset: number, name: Buffer, node: FolderNode | FileNode): number => {
    const record = directoryRecord(name, node, naming, date);
    const start = place(offset, record.length);
    record.copy(image, base + start);
    return start + record.length;
  };
  let offset = write(0, Buffer.from([0]), folder);
  offset = write(offset, Buffer.from([1]), folder.parent ?? folder);
  for (const { name, node } of childrenOf(folder, naming)) offset = write(offset, name, node);
}

function directoryRecord(name: Buffer, node: FolderNode | FileNode, naming: Naming, date: Date): Buffer {
  const record = Buffer.alloc(recordLength(name));
  const isFolder = 'folders' in node;
  record.writeUInt8(record.length, 0);
  bothEndian32(record, 2, isFolder ? sectorOf(node, naming) : node.sector);
  bothEndian32(record, 10, isFolder ? folderSize(node, naming) : node.contents.length);
  record.set(
    [
      date.getUTCFullYear() - 1900,
      date.getUTCMonth() + 1,
      date.getUTCDate(),
      date.getUTCHours(),
      date.getUTCMinutes(),
      date.getUTCSeconds(),
      0,
    ],
    18,
  );
  record.writeUInt8(isFolder ? DIRECTORY_FLAG : 0, 25);
  bothEndian16(record, 28, 1);
  record.writeUInt8(name.length, 32);
  name.copy(record, 33);
  return record;
}

function writePathTable(
  image: Buffer,
  start: number,
  folders: readonly FolderNode[],
  naming: Naming,
  endian: 'little' | 'big',
): void {
  let offset = start;
  for (const folder of folders) {
    const name = pathName(folder, naming);
    const parent = folders.indexOf(folder.parent ?? folder) + 1;
    image.writeUInt8(name.length, offset);
    if (endian === 'little') {
      image.writeUInt32LE(sectorOf(folder, naming), offset + 2);
      image.writeUInt16LE(parent, offset + 6);
    } else {
      image.writeUInt32BE(sectorOf(folder, naming), offset + 2);
      image.writeUInt16BE(parent, offset + 6);
    }
    name.copy(image, offset + 8);
    offset += pathRecordLength(folder, naming);
  }
}

interface VolumeFacts extends Iso9660Options {
  /** Bytes of a path table. */
  readonly size: number;
  readonly little: number;
  readonly big: number;
  readonly sectors: number;
}

function volumeDescriptor(root: FolderNode, naming: Naming, facts: VolumeFacts): Buffer {
  const sector = Buffer.alloc(SECTOR);
  const isJoliet = naming.encode('a').length === 2;
  const text = (value: string, offset: number, length: number): void => {
    const width = length - (length % naming.encode(' ').length);
    naming.encode(value.padEnd(length)).subarray(0, width).copy(sector, offset);
  };
  sector.set([isJoliet ? 2 : 1, ...Buffer.from('CD001'), 1]);
  text('LINUX', 8, 32);
  text(facts.label, 40, 32);
  bothEndian32(sector, 80, facts.sectors);
  if (isJoliet) sector.write(JOLIET_ESCAPE, 88, 'latin1');
  bothEndian16(sector, 120, 1);
  bothEndian16(sector, 124, 1);
  bothEndian16(sector, 128, SECTOR);
  bothEndian32(sector, 132, facts.size);
  sector.writeUInt32LE(facts.little, 140);
  sector.writeUInt32BE(facts.big, 148);
  directoryRecord(Buffer.from([0]), root, naming, facts.date).copy(sector, 156);
  for (const [offset, length] of [
    [190, 128],
    [318, 128],
    [446, 128],
    [574, 128],
    [702, 37],
    [739, 37],
    [776, 37],
  ] as const)
    text('', offset, length);
  const digits = facts.date
    .toISOString()
    .replaceAll(/[^0-9]/g, '')
    .slice(0, 16);
  for (const offset of [813, 830]) sector.write(digits, offset, 'latin1');
  for (const offset of [847, 864]) sector.write('0'.repeat(16), offset, 'latin1');
  sector.writeUInt8(1, 881);
  return sector;
}

function sectorOf(folder: FolderNode, naming: Naming): number {
  return naming.sectors.get(folder) ?? 0;
}

function bothEndian16(buffer: Buffer, offset: number, value: number): void {
  buffer.writeUInt16LE(value, offset);
  buffer.writeUInt16BE(value, offset + 2);
}

function bothEndian32(buffer: Buffer, offset: number, value: number): void {
  buffer.writeUInt32LE(value, offset);
  buffer.writeUInt32BE(value, offset + 4);
}
