// SPDX-License-Identifier: Apache-2.0
import { rename, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { InstanceResumeFailure, InstanceSuspendFailure } from '../errors.js';
import { quoteForShell, type LaunchOptions } from './command-line.js';
import type { Machine } from './machine.js';
import type { QmpClient } from './qmp-client.js';

const POLL_MS = 50;

interface Migration {
  readonly status?: string;
  readonly 'error-desc'?: string;
}

/**
 * Writes the memory of a guest to a file of its folder and ends its QEMU. Where nova-compute ends meanwhile, the file is
 * whole or the guest is only held still.
 */
export async function suspend(machine: Machine): Promise<void> {
  const { qmp, folder } = machine;
  const partial = folder.file('memory.partial');
  try {
    await rm(partial, { force: true });
    // Nothing else wants the disk's bandwidth: the guest is waiting for this.
    await qmp.execute('migrate-set-parameters', { 'max-bandwidth': 1024 ** 4 });
    await qmp.execute('stop');
    await qmp.execute('migrate', { uri: `exec:cat > ${quoteForShell(partial)}` });
    await migrated(qmp);
    await rename(partial, folder.savedMemory);
  } catch (error) {
    await rm(partial, { force: true });
    await qmp.execute('cont').catch(() => undefined);
    throw new InstanceSuspendFailure((error as Error).message, { cause: error });
  }
  await machine.quit();
}

/** Starts a guest where it was when it was suspended. Throws `InstanceResumeFailure`; the memory is kept then. */
export async function resume(machine: Machine, options: LaunchOptions): Promise<void> {
  const { folder } = machine;
  try {
    await machine.start({ ...options, savedMemory: folder.savedMemory });
    await arrived(machine.qmp);
    // Before the guest goes on: its disks are not what this memory knows from then on.
    await rm(folder.savedMemory);
  } catch (error) {
    await machine.quit();
    throw new InstanceResumeFailure((error as Error).message, { cause: error });
  }
  await machine.qmp.execute('cont');
}

async function migrated(qmp: QmpClient): Promise<void> {
  for (;;) {
    const { status, 'error-desc': reason } = (await qmp.execute('query-migrate')) as Migration;
    if (status === 'completed') return;
    if (status === 'failed' || status === 'cancelled')
      throw new Error(reason ?? `the memory was not written: ${status}`);
    await sleep(POLL_MS);
  }
}

async function arrived(qmp: QmpClient): Promise<void> {
  for (;;) {
    const { status } = (await qmp.execute('query-status')) as { readonly status: string };
    if (status !== 'inmigrate') return;
    await sleep(POLL_MS);
  }
}
