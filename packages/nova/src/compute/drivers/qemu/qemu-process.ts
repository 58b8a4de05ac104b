// SPDX-License-Identifier: Apache-2.0
import { readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandLine, type LaunchOptions } from './command-line.js';
import { ConsoleLog } from './console-log.js';
import type { GuestDefinition } from './guest-definition.js';
import type { GuestFolder } from './guest-folder.js';
import { QmpClient } from './qmp-client.js';
import { runCommand } from './run-command.js';

export const QEMU = 'qemu-system-x86_64';

const GREETING_MS = 10_000;
/** How long QEMU has to end after it was told to. */
const QUIT_MS = 10_000;
const POLL_MS = 20;

/** The QEMU of one guest. It is nobody's child: it runs on when nova-compute ends, and is found again by its folder. */
export class QemuProcess {
  readonly qmp: QmpClient;
  readonly #uuid: string;
  readonly #pid: number;

  private constructor(uuid: string, pid: number, qmp: QmpClient) {
    this.#uuid = uuid;
    this.#pid = pid;
    this.qmp = qmp;
  }

  get pid(): number {
    return this.#pid;
  }

  /** Starts a guest that does not run. Rejects with what QEMU says where it cannot be started. */
  static async launch(guest: GuestDefinition, folder: GuestFolder, options: LaunchOptions): Promise<QemuProcess> {
    await QemuProcess.endLeftover(guest.uuid, folder);
    await Promise.all([rm(folder.qmpSocket, { force: true }), rm(folder.pidFile, { force: true })]);
    await new ConsoleLog(folder.consoleLog).clear();
    await runCommand(QEMU, commandLine(guest, options), { cwd: folder.path });
    const process = await QemuProcess.adopt(guest.uuid, folder);
    if (process === undefined) throw new Error('QEMU has ended as soon as it was started');
    return process;
  }

  /**
   * Takes up a guest that runs already.
   * @returns undefined where it does not run, or does not answer
   */
  static async adopt(uuid: string, folder: GuestFolder): Promise<QemuProcess | undefined> {
    const pid = await runningPid(uuid, folder);
    if (pid === undefined) return undefined;
    try {
      const process = new QemuProcess(uuid, pid, await QmpClient.connect(folder.qmpSocket, GREETING_MS));
      return process;
    } catch {
      return undefined;
    }
  }

  /** Ends a QEMU that nobody can talk with any more. */
  static async endLeftover(uuid: string, folder: GuestFolder): Promise<void> {
    const pid = await runningPid(uuid, folder);
    if (pid !== undefined) await kill(uuid, pid);
  }

  /** Ends it, whatever the guest is doing, and waits until it has. */
  async quit(): Promise<void> {
    await this.qmp.execute('quit', {}, QUIT_MS).catch(() => undefined);
    const deadline = Date.now() + QUIT_MS;
    while (await isQemuOf(this.#uuid, this.#pid)) {
      if (Date.now() > deadline) {
        await kill(this.#uuid, this.#pid);
        break;
      }
      await sleep(POLL_MS);
    }
    this.qmp.close();
    await this.qmp.closed;
  }

  /** Resolves when the process is gone, which frees its files: QEMU closes its monitor a little before. */
  async gone(): Promise<void> {
    await this.qmp.closed;
    while (await isQemuOf(this.#uuid, this.#pid)) await sleep(POLL_MS);
  }
}

/** The process that the folder names, where it is still this guest's QEMU: numbers are given out again. */
async function runningPid(uuid: string, folder: GuestFolder): Promise<number | undefined> {
  const text = await readFile(folder.pidFile, 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return Number.isSafeInteger(pid) && pid > 1 && (await isQemuOf(uuid, pid)) ? pid : undefined;
}

/** A process that has ended but was not yet waited for has no command line any more. */
async function isQemuOf(uuid: string, pid: number): Promise<boolean> {
  const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
  return words[words.indexOf('-uuid') + 1] === uuid && (words[0] ?? '').includes('qemu');
}

async function kill(uuid: string, pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  while (await isQemuOf(uuid, pid)) await sleep(POLL_MS);
}
