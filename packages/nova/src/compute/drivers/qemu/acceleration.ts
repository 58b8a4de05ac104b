// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '@stackport/config';
import type { Acceleration, QemuSettings } from './qemu-settings.js';

const FIRMWARE_SIZE = 64 * 1024;
const RESET_VECTOR = 0xfff0;
const EXIT_PORT = 0xf4;
const EXIT_VALUE = 0x10;
/** What QEMU's isa-debug-exit makes of the value. */
const EXIT_CODE = (EXIT_VALUE << 1) | 1;

/** The first instructions of a PC: tells QEMU to end. */
function probeFirmware(): Buffer {
  const firmware = Buffer.alloc(FIRMWARE_SIZE, 0xf4);
  // mov al, EXIT_VALUE; out EXIT_PORT, al; hlt; jmp to the hlt
  firmware.set([0xb0, EXIT_VALUE, 0xe6, EXIT_PORT, 0xf4, 0xeb, 0xfd], RESET_VECTOR);
  return firmware;
}

/**
 * Whether a guest runs with it, which a device that can be opened does not say: some kernels' KVM lets a guest hang.
 * @param deadline - milliseconds
 */
export async function runsGuests(binary: string, acceleration: Acceleration, deadline: number): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'probe-guest-'));
  try {
    const firmware = join(folder, 'firmware');
    await writeFile(firmware, probeFirmware());
    const child = spawn(
      binary,
      [
        ...['-accel', acceleration, '-machine', 'pc', '-cpu', acceleration === 'kvm' ? 'host' : 'max', '-m', '16'],
        ...['-nodefaults', '-no-user-config', '-display', 'none', '-bios', firmware],
        ...['-device', `isa-debug-exit,iobase=${EXIT_PORT},iosize=4`],
      ],
      { stdio: 'ignore' },
    );
    // A process that hangs in the kernel may not even die of the signal: it is not waited for.
    child.unref();
    return await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        resolve(false);
      }, deadline);
      const settle = (runs: boolean): void => {
        clearTimeout(timer);
        resolve(runs);
      };
      child.once('error', () => settle(false));
      child.once('exit', (code) => settle(code === EXIT_CODE));
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The acceleration that guests of this host get: the operator's, or KVM where it works. */
export async function chooseAcceleration(
  binary: string,
  wanted: QemuSettings['acceleration'],
  deadline: number,
  logger: Logger,
): Promise<Acceleration> {
  if (wanted !== 'auto') return wanted;
  if (await runsGuests(binary, 'kvm', deadline)) return 'kvm';
  logger.warning('KVM does not run guests on this host: guests run with TCG, which is slower');
  return 'tcg';
}
