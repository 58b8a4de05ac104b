// SPDX-License-Identifier: Apache-2.0
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FakeGuest } from './fake-guest.js';

const FILE = /^[0-9a-f-]{36}\.json$/;

/**
 * The guests of one host, in memory and, where there is a folder, in a file each. A file is written under another name and
 * renamed, so that what has its name is whole.
 */
export class GuestStore {
  readonly #guests = new Map<string, FakeGuest>();
  readonly #folder: string | undefined;

  /** @param folder - of this host alone; undefined for none */
  constructor(folder: string | undefined) {
    this.#folder = folder;
  }

  /** Reads what is in the folder, and removes what a killed process left half written. */
  async load(): Promise<void> {
    if (this.#folder === undefined) return;
    await mkdir(this.#folder, { recursive: true });
    this.#guests.clear();
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name);
      if (name.endsWith('.partial')) await rm(path, { force: true });
      if (!FILE.test(name)) continue;
      const guest = JSON.parse(await readFile(path, 'utf8')) as FakeGuest;
      this.#guests.set(guest.uuid, guest);
    }
  }

  all(): readonly FakeGuest[] {
    return [...this.#guests.values()];
  }

  get(uuid: string): FakeGuest | undefined {
    return this.#guests.get(uuid);
  }

  async put(guest: FakeGuest): Promise<void> {
    if (this.#folder !== undefined) {
      const path = this.#path(this.#folder, guest.uuid);
      await writeFile(`${path}.partial`, JSON.stringify(guest));
      await rename(`${path}.partial`, path);
    }
    this.#guests.set(guest.uuid, guest);
  }

  async remove(uuid: string): Promise<void> {
    if (this.#folder !== undefined && this.#guests.has(uuid)) await rm(this.#path(this.#folder, uuid), { force: true });
    this.#guests.delete(uuid);
  }

  #path(folder: string, uuid: string): string {
    if (!FILE.test(`${uuid}.json`)) throw new TypeError(`${JSON.stringify(uuid)} is no id of a guest`);
    return join(folder, `${uuid}.json`);
  }
}
