// SPDX-License-Identifier: Apache-2.0
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InstanceNotFound } from '../errors.js';
import { LifecycleListeners } from '../lifecycle-listeners.js';
import type { LifecycleEvent } from '../lifecycle.js';
import type { GuestDefinition } from './guest-definition.js';
import { GuestFolder } from './guest-folder.js';
import { Machine } from './machine.js';
import type { QemuSettings } from './qemu-settings.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const GUEST_FOLDER = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(_resize)?$/;

/** The guests of this host; others' folders can lie beside theirs. */
export class Machines {
  readonly listeners = new LifecycleListeners();
  readonly #settings: QemuSettings;
  readonly #machines = new Map<string, Machine>();

  constructor(settings: QemuSettings) {
    this.#settings = settings;
  }

  /** Takes up the guests whose folders are this host's, and those of them that run. */
  async load(): Promise<void> {
    const { instancesPath, host } = this.#settings;
    const uuids = (await readdir(instancesPath)).filter((name) => UUID.test(name));
    await Promise.all(
      uuids.map(async (uuid) => {
        const folder = this.folder(uuid);
        const definition = await folder.readDefinition();
        if (definition?.host !== host) return;
        await this.#add(folder, definition).adopt();
      }),
    );
  }

  /** Lets go of guests, which run on. */
  release(): void {
    for (const machine of this.#machines.values()) machine.release();
    this.#machines.clear();
  }

  all(): readonly Machine[] {
    return [...this.#machines.values()];
  }

  find(uuid: string): Machine | undefined {
    return this.#machines.get(uuid);
  }

  /** Throws `InstanceNotFound`. */
  get(uuid: string): Machine {
    const machine = this.#machines.get(uuid);
    if (machine === undefined) throw new InstanceNotFound(uuid);
    return machine;
  }

  /** Throws `InstanceNotFound` for what is no id: nothing else becomes a path. */
  folder(uuid: string): GuestFolder {
    if (!UUID.test(uuid)) throw new InstanceNotFound(uuid);
    return new GuestFolder(join(this.#settings.instancesPath, uuid));
  }

  /** Makes a guest this host's, or changes what it is. */
  async define(folder: GuestFolder, definition: GuestDefinition): Promise<Machine> {
    const machine = this.#machines.get(definition.uuid) ?? this.#add(folder, definition);
    await machine.define(definition);
    return machine;
  }

  forget(uuid: string): void {
    this.#machines.get(uuid)?.release();
    this.#machines.delete(uuid);
  }

  /** Names of the cached images that guests of any host have, also those that wait beside them for a revert. */
  async imagesInUse(): Promise<Set<string>> {
    const names = (await readdir(this.#settings.instancesPath)).filter((name) => GUEST_FOLDER.test(name));
    const definitions = await Promise.all(
      names.map((name) => new GuestFolder(join(this.#settings.instancesPath, name)).readDefinition()),
    );
    return new Set(definitions.flatMap((definition) => definition?.bases ?? []));
  }

  emit(uuid: string, transition: LifecycleEvent['transition']): void {
    this.listeners.emit({ uuid, transition });
  }

  #add(folder: GuestFolder, definition: GuestDefinition): Machine {
    const { uuid } = definition;
    const machine = new Machine(folder, definition, (transition) => this.emit(uuid, transition));
    this.#machines.set(uuid, machine);
    return machine;
  }
}
