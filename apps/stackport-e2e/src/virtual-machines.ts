// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the repository's tools are no package that has a name to import by
import { commandLine, makeSmallGuest } from '../../../tools/services/small-guest.mjs';
import { PATIENCE } from './block-storage.js';
import type { Compute } from './compute.js';

/** Stores the small guest as an image that starts with a kernel and an initramfs of its own. @returns the image's name */
export async function storeSmallGuest(compute: Compute): Promise<string> {
  const name = 'small-guest';
  const folder = join(compute.cloud.stateDir, name);
  mkdirSync(folder);
  const { kernel, ramdisk } = await makeSmallGuest(folder);
  const root = join(folder, 'root');
  writeFileSync(root, Buffer.alloc(1024 * 1024, 'root'));
  const store = (image: string, file: string, formats: readonly [string, string], ...words: readonly string[]) => {
    const [disk, container] = formats;
    const all = ['--file', file, '--disk-format', disk, '--container-format', container, ...words, image];
    return compute.one('image', 'create', ...all);
  };
  const { id: kernelId } = await store(`${name}-kernel`, kernel, ['aki', 'aki']);
  const { id: ramdiskId } = await store(`${name}-ramdisk`, ramdisk, ['ari', 'ari']);
  const properties = [`kernel_id=${kernelId}`, `ramdisk_id=${ramdiskId}`, `os_command_line=${commandLine}`];
  await store(name, root, ['raw', 'bare'], ...properties.flatMap((one) => ['--property', one]));
  return name;
}

/** A server of a cloud that runs QEMU on this machine. */
export class VirtualMachine {
  readonly id: string;
  readonly #compute: Compute;

  constructor(compute: Compute, id: string) {
    this.#compute = compute;
    this.id = id;
  }

  /** The folder that the driver keeps it in. */
  get folder(): string {
    return join(this.#compute.cloud.stateDir, 'nova', 'instances', this.id);
  }

  /** Of its QEMU. */
  get pid(): number {
    return Number(readFileSync(join(this.folder, 'pid'), 'utf8'));
  }

  /** Whether anything of it is left on this machine: its folder, or a process that has its id. */
  get isLeft(): boolean {
    return existsSync(this.folder) || processes().some((line) => line.includes(this.id));
  }

  /** What it has written to its serial port. */
  console(): Promise<string> {
    return this.#compute.run('console', 'log', 'show', this.id);
  }

  /** Waits until it has said something. @returns all that it has said. Rejects with that where it does not in time. */
  async says(words: RegExp): Promise<string> {
    for (const end = Date.now() + PATIENCE.timeout; ;) {
      const text = await this.console();
      if (words.test(text)) return text;
      if (Date.now() > end) throw new Error(`The guest has not said ${String(words)}, but:\n${text.slice(-4000)}`);
    }
  }

  /** How far the small guest has counted since it started. */
  async count(): Promise<number> {
    return Number([...(await this.console()).matchAll(/GUEST count (\d+)\s/g)].at(-1)?.[1] ?? 0);
  }

  /** Waits until it has counted further than so. */
  async countsPast(count: number): Promise<void> {
    for (const end = Date.now() + PATIENCE.timeout; (await this.count()) <= count;)
      if (Date.now() > end) throw new Error(`The guest does not count past ${count}`);
  }
}

function processes(): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
      } catch {
        // It has ended meanwhile.
        return '';
      }
    })
    .filter((line) => line.startsWith('qemu'));
}
