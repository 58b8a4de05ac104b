// SPDX-License-Identifier: Apache-2.0
import { closeSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningCloud } from './running-cloud.js';

/** Words that ask for the latest microversion, before all others: the client takes 3.0 by itself. */
export const LATEST = ['--os-volume-api-version', '3.70'] as const;

/** What the client prints of one thing as JSON. */
export type Shown = Readonly<Record<string, unknown>> & { readonly id: string };

/** How long to ask for a state: a client's command takes seconds on a busy machine. */
export const PATIENCE = { timeout: 240_000 } as const;

/** A cloud seen by those who use its volumes with the openstack client. */
export class BlockStorage {
  readonly cloud: RunningCloud;

  constructor(cloud: RunningCloud) {
    this.cloud = cloud;
  }

  /** `openstack …` as the administrator; gives what it printed. */
  run(...words: readonly string[]): Promise<string> {
    return this.cloud.openstack(...words);
  }

  /** As `run`, for one thing that is printed as JSON. */
  async one(...words: readonly string[]): Promise<Shown> {
    return JSON.parse(await this.run(...words, '-f', 'json')) as Shown;
  }

  /** As `run`, for a list that is printed as JSON. */
  async list(...words: readonly string[]): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return JSON.parse(await this.run(...words, '-f', 'json')) as Record<string, unknown>[];
  }

  /** Makes a volume with the words of `openstack volume create` and waits until it is available. */
  async volume(name: string, ...words: readonly string[]): Promise<Shown> {
    const { id } = await this.one('volume', 'create', name, ...words);
    return this.until('volume', id, 'available');
  }

  /** Asks for a thing until it is in a state. Rejects in a state of error that is not wanted, and when it takes too long. */
  async until(kind: string, id: string, status: string): Promise<Shown> {
    for (const end = Date.now() + PATIENCE.timeout; ;) {
      const shown = await this.one(...kind.split(' '), 'show', id);
      if (shown.status === status) return shown;
      if (Date.now() > end || String(shown.status).startsWith('error'))
        throw new Error(`The ${kind} ${id} is ${String(shown.status)}, not ${status}:\n${this.cloud.output}`);
    }
  }

  /** Deletes a thing and asks for it until it is gone. */
  async remove(kind: string, id: string, ...words: readonly string[]): Promise<void> {
    await this.run(...kind.split(' '), 'delete', ...words, id);
    for (const end = Date.now() + PATIENCE.timeout; ;) {
      const state = await this.one(...kind.split(' '), 'show', id).catch((error: unknown) => error as Error);
      if (
        state instanceof Error &&
        /No \S+( with a name or ID of .*)? (found|exists)|could not be found/i.test(state.message)
      )
        return;
      if (state instanceof Error || Date.now() > end)
        throw new Error(
          `The ${kind} ${id} is still there: ${state instanceof Error ? state.message : String(state.status)}`,
        );
    }
  }

  /** Makes a snapshot and waits until it is available. */
  async snapshot(name: string, volumeId: string, ...words: readonly string[]): Promise<Shown> {
    const { id } = await this.one('volume', 'snapshot', 'create', '--volume', volumeId, ...words, name);
    return this.until('volume snapshot', id, 'available');
  }

  /** Makes a backup and waits until it is available. */
  async backup(name: string, volumeId: string, ...words: readonly string[]): Promise<Shown> {
    const { id } = await this.one('volume', 'backup', 'create', '--name', name, ...words, volumeId);
    return this.until('volume backup', id, 'available');
  }

  /** Restores a backup over a volume (`--force` and its id), or into a new one of that name; gives the volume's id. */
  async restore(...words: readonly string[]): Promise<string> {
    // The client asks for it, and then 6.0 fails at printing the answer.
    await this.run('volume', 'backup', 'restore', ...words).catch((error: unknown) => {
      if (!String(error).includes('cannot unpack non-iterable VolumeBackupsRestore')) throw error;
    });
    const { id } = await this.one('volume', 'show', words.at(-1) ?? '');
    return (await this.until('volume', id, 'available')).id;
  }

  /** Stores an image with these bytes. */
  async image(name: string, bytes: Buffer): Promise<Shown> {
    const file = join(this.cloud.stateDir, `${name}.img`);
    writeFileSync(file, bytes);
    return this.one('image', 'create', name, '--file', file, '--disk-format', 'raw', '--container-format', 'bare');
  }

  /** Where the file driver has a volume's bytes. */
  fileOf(volumeId: string): string {
    return join(this.cloud.stateDir, 'volumes', `volume-${volumeId}`);
  }

  /** The first bytes of a volume, as they lie in the file. */
  bytesOf(volumeId: string, length: number): Buffer {
    const file = openSync(this.fileOf(volumeId), 'r');
    try {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, 0));
    } finally {
      closeSync(file);
    }
  }

  /** Writes bytes into a volume, as a guest would through its disk. */
  write(volumeId: string, bytes: Buffer, offset: number): void {
    const file = openSync(this.fileOf(volumeId), 'r+');
    try {
      writeSync(file, bytes, 0, bytes.length, offset);
    } finally {
      closeSync(file);
    }
  }
}
