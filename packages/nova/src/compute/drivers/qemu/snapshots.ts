// SPDX-License-Identifier: Apache-2.0
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { GuestSnapshot } from '../compute-driver.js';
import { DiskNotFound } from '../errors.js';
import type { DiskDefinition } from './guest-definition.js';
import type { Machine } from './machine.js';
import type { QemuImg } from './qemu-img.js';
import type { QemuSettings } from './qemu-settings.js';
import type { QmpClient } from './qmp-client.js';
import { runJob } from './run-job.js';

/** Copies of root disks at one moment, each a qcow2 file that needs no other. */
export class Snapshots {
  readonly #folder: string;
  readonly #mark: string;
  readonly #qemuImg: QemuImg;

  constructor(settings: QemuSettings, qemuImg: QemuImg) {
    this.#folder = join(settings.instancesPath, 'snapshots');
    this.#mark = createHash('sha1').update(settings.host).digest('hex').slice(0, 12);
    this.#qemuImg = qemuImg;
  }

  /** Makes the folder, and removes what a killed process of this host left. */
  async prepare(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o750 });
    for (const name of await readdir(this.#folder))
      if (name.startsWith(this.#mark)) await rm(join(this.#folder, name), { force: true });
  }

  /** Throws `DiskNotFound` for a guest that has no disk of its own. */
  async take(machine: Machine): Promise<GuestSnapshot> {
    const root = machine.definition.disks.find(({ role }) => role === 'root');
    if (root === undefined) throw new DiskNotFound(machine.folder.file('disk'));
    const path = join(this.#folder, `${this.#mark}-${randomUUID()}`);
    const dispose = (): Promise<void> => rm(path, { force: true });
    try {
      if (machine.isRunning) await this.#whileItRuns(machine.qmp, root, path);
      else await this.#qemuImg.convert(root.path, root.format, path, 'qcow2');
      const { size } = await stat(path);
      return { format: 'qcow2', size, open: () => createReadStream(path), dispose };
    } catch (error) {
      await dispose();
      throw error;
    }
  }

  /** The guest goes on; what it writes meanwhile is not in the copy. */
  async #whileItRuns(qmp: QmpClient, root: DiskDefinition, path: string): Promise<void> {
    await this.#qemuImg.create(path, root.size ?? 0);
    const node = `snapshot-${randomUUID().slice(0, 18)}`;
    await qmp.execute('blockdev-add', {
      driver: 'qcow2',
      'node-name': node,
      discard: 'unmap',
      'detect-zeroes': 'unmap',
      file: { driver: 'file', filename: path, discard: 'unmap' },
    });
    try {
      await runJob(qmp, {
        command: 'blockdev-backup',
        args: { 'job-id': node, device: root.node, target: node, sync: 'full' },
        completesWhenReady: false,
      });
    } finally {
      await qmp.execute('blockdev-del', { 'node-name': node }).catch(() => undefined);
    }
  }
}
