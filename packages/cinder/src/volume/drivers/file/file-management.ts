// SPDX-License-Identifier: Apache-2.0
import { ManageExistingInvalidReference } from '../../../errors/volume-driver.js';
import type { SnapshotObjectRow, VolumeObjectRow } from '../../../objects/from-rows.js';
import type { Manageable } from '../driver.js';
import { idOf, snapshotName, volumeName, type NameTemplates } from '../names.js';
import { isPlainName, type StoredFile, type VolumeFolder } from './volume-folder.js';

const GIB = 1024 ** 3;

/** Files that others put into the folder, on their way to being volumes and snapshots: `{"source-name": "disk.raw"}`. */
export class FileManagement {
  readonly #folder: VolumeFolder;
  readonly #names: NameTemplates;

  constructor(folder: VolumeFolder, names: NameTemplates) {
    this.#folder = folder;
    this.#names = names;
  }

  /** GiB, rounded up. Throws `ManageExistingInvalidReference`. @param name - of what it becomes */
  async size(reference: unknown, name: string): Promise<number> {
    return Math.max(1, Math.ceil((await this.#find(reference, name)).size / GIB));
  }

  /** Gives the file the name of what it becomes. */
  async adopt(reference: unknown, name: string): Promise<void> {
    const file = await this.#find(reference, name);
    if (file.name !== name) await this.#folder.rename(file.name, name);
  }

  async listVolumes(known: readonly VolumeObjectRow[]): Promise<Manageable[]> {
    const ids = new Map(known.map((volume) => [volumeName(this.#names, volume), volume.id]));
    return (await this.#folder.list())
      .filter(({ name }) => idOf(this.#names.snapshot, name) === undefined)
      .map((file) => describe(file, ids.get(file.name)));
  }

  /** Which volume a file is a snapshot of is known only of those that we made. */
  async listSnapshots(known: readonly SnapshotObjectRow[]): Promise<Manageable[]> {
    const rows = new Map(known.map((snapshot) => [snapshotName(this.#names, snapshot), snapshot]));
    return (await this.#folder.list())
      .filter(({ name }) => idOf(this.#names.snapshot, name) !== undefined)
      .map((file) => {
        const row = rows.get(file.name);
        const source = row?.volume === undefined ? '' : volumeName(this.#names, row.volume);
        return { ...describe(file, row?.id), source_reference: { 'source-name': source } };
      });
  }

  async #find(reference: unknown, adopted: string): Promise<StoredFile> {
    const name =
      typeof reference === 'object' && reference !== null
        ? (reference as Record<string, unknown>)['source-name']
        : undefined;
    if (name === undefined)
      throw new ManageExistingInvalidReference(reference, 'Reference must contain source-name element.');
    if (!isPlainName(name)) throw new ManageExistingInvalidReference(reference, 'source-name is no name of a file.');
    // A message that came again finds it renamed: by the first one, whose service was killed.
    for (const candidate of [name, adopted]) {
      const size = await this.#folder.sizeOf(candidate);
      if (size !== undefined) return { name: candidate, size };
    }
    throw new ManageExistingInvalidReference(reference, 'Specified file does not exist.');
  }
}

function describe({ name, size }: StoredFile, id: string | undefined): Manageable {
  return {
    reference: { 'source-name': name },
    size: Math.ceil(size / GIB),
    safe_to_manage: id === undefined,
    reason_not_safe: id === undefined ? null : 'already managed',
    cinder_id: id ?? null,
    extra_info: null,
  };
}
