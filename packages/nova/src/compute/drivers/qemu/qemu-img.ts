// SPDX-License-Identifier: Apache-2.0
import { ImageUnacceptable } from '../errors.js';
import type { QemuSettings } from './qemu-settings.js';
import { runCommand } from './run-command.js';

/** What `qemu-img info` says of a file. */
export interface ImageFileInfo {
  /** Bytes that a guest sees. */
  readonly virtualSize: number;
  readonly backingFile: string | undefined;
  readonly dataFile: string | undefined;
  /** Of vmdk: `monolithicSparse`, … */
  readonly createType: string | undefined;
}

/** Formats whose files are what a guest sees. */
const RAW = new Set(['raw', 'iso', 'ami', 'ari', 'aki']);
const OTHERS: Readonly<Record<string, string>> = {
  qcow2: 'qcow2',
  vmdk: 'vmdk',
  vdi: 'vdi',
  vhd: 'vpc',
  vhdx: 'vhdx',
};

/** The name of a `disk_format` in QEMU; undefined for one that it does not know. */
export function qemuFormat(diskFormat: string): string | undefined {
  const format = diskFormat.toLowerCase();
  if (RAW.has(format)) return 'raw';
  return Object.hasOwn(OTHERS, format) ? OTHERS[format] : undefined;
}

/** Runs qemu-img, with bounds on what a hostile image can take. The Block Storage service has a twin of it. */
export class QemuImg {
  readonly #limits: QemuSettings['qemuImg'];

  constructor(limits: QemuSettings['qemuImg']) {
    this.#limits = limits;
  }

  /**
   * Reads a file as of the format that it claims to be, which is never guessed.
   * @throws ImageUnacceptable where it is not of that format
   */
  async info(path: string, format: string, imageId: string): Promise<ImageFileInfo> {
    let output: string;
    try {
      output = await this.#bounded(['info', '--force-share', '-f', format, '--output=json', path]);
    } catch (error) {
      throw new ImageUnacceptable(imageId, `'qemu-img info' parsing failed.`, { cause: error });
    }
    const value = JSON.parse(output) as Record<string, unknown>;
    const specific = value['format-specific'] as { readonly data?: Record<string, unknown> } | undefined;
    const text = (one: unknown): string | undefined => (typeof one === 'string' ? one : undefined);
    return {
      virtualSize: Number(value['virtual-size']),
      backingFile: text(value['backing-filename']),
      dataFile: text(specific?.data?.['data-file']),
      createType: text(specific?.data?.['create-type']),
    };
  }

  /** Makes `to`, keeping holes. */
  async convert(from: string, fromFormat: string, to: string, toFormat: string): Promise<void> {
    await runCommand('qemu-img', ['convert', '-f', fromFormat, '-O', toFormat, from, to]);
  }

  /** The same of an image that came from outside. */
  async convertUntrusted(from: string, fromFormat: string, to: string): Promise<void> {
    await this.#bounded(['convert', '-f', fromFormat, '-O', 'raw', from, to], { hasTime: true });
  }

  /** @param size - bytes */
  async create(path: string, size: number): Promise<void> {
    await runCommand('qemu-img', ['create', '-q', '-f', 'qcow2', path, String(size)]);
  }

  /** A disk that is the raw base until it is written to. @param size - bytes */
  async createOverlay(path: string, base: string, size: number): Promise<void> {
    await runCommand('qemu-img', ['create', '-q', '-f', 'qcow2', '-F', 'raw', '-b', base, path, String(size)]);
  }

  /** @param size - bytes, no fewer than there are */
  async grow(path: string, size: number): Promise<void> {
    await runCommand('qemu-img', ['resize', '-q', '-f', 'qcow2', path, String(size)]);
  }

  /** @param hasTime - the bytes of a large image take longer than what a look at its header may */
  #bounded(args: readonly string[], { hasTime = false } = {}): Promise<string> {
    const cpu = this.#limits.cpu * (hasTime ? 60 : 1);
    return runCommand('prlimit', [
      `--as=${this.#limits.addressSpace * 1024 ** 3}`,
      `--cpu=${cpu}`,
      'qemu-img',
      ...args,
    ]);
  }
}
