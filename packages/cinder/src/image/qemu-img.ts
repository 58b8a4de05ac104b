// SPDX-License-Identifier: Apache-2.0
import { execFile } from 'node:child_process';
import { ImageUnacceptable } from '../errors/volume-driver.js';
import { InvalidVolumeType } from '../errors/volume-types.js';

/** What `qemu-img info` says of a file. */
export interface ImageFileInfo {
  readonly format: string;
  /** Bytes that a guest sees. */
  readonly virtualSize: number;
  readonly backingFile: string | undefined;
  readonly dataFile: string | undefined;
  /** Of vmdk: `monolithicSparse`, … */
  readonly createType: string | undefined;
}

/** What a file is encrypted with. */
export interface LuksOptions {
  /** `aes-xts-plain64` */
  readonly cipher: string;
  /** Bits. */
  readonly keySize: number;
  /** File that has the passphrase and nothing else. */
  readonly passphraseFile: string;
}

export interface QemuImgLimits {
  /** Seconds of processor. */
  readonly cpu: number;
  /** GiB of memory. */
  readonly addressSpace: number;
}

/**
 * QEMU before 9.1 finds the iterations of a passphrase by the processor time that a few of them take, and gives up where
 * a coarse clock shows none (1 in 20 on such a machine); the next try measures anew.
 */
const CLOCK_STOOD_STILL = 'Unable to get accurate CPU usage';
const ENCRYPT_ATTEMPTS = 10;

/** Formats whose files are what a guest sees. */
const RAW = new Set(['raw', 'iso', 'ami', 'ari', 'aki']);

/** The name of a disk_format in QEMU. */
export function qemuFormat(diskFormat: string | null): string {
  const format = (diskFormat ?? 'raw').toLowerCase();
  if (RAW.has(format)) return 'raw';
  return format === 'vhd' ? 'vpc' : format;
}

/** Runs qemu-img, with bounds on what a hostile image can take. Rejects where it is not installed: `code` is ENOENT. */
export class QemuImg {
  readonly #limits: QemuImgLimits;

  constructor(limits: QemuImgLimits) {
    this.#limits = limits;
  }

  async isInstalled(): Promise<boolean> {
    try {
      await run('qemu-img', ['--version']);
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Reads a file as the format that it claims to be, which is never guessed.
   * @throws ImageUnacceptable where it is not of that format
   */
  async info(path: string, diskFormat: string | null, imageId: string): Promise<ImageFileInfo> {
    const args = ['info', '--force-share', '-f', qemuFormat(diskFormat), '--output=json', path];
    let output: string;
    try {
      output = await run('prlimit', [
        `--as=${this.#limits.addressSpace * 1024 ** 3}`,
        `--cpu=${this.#limits.cpu}`,
        'qemu-img',
        ...args,
      ]);
    } catch (error) {
      throw new ImageUnacceptable(imageId, "'qemu-img info' parsing failed.", { cause: error });
    }
    const value = JSON.parse(output) as Record<string, unknown>;
    const data = ((value['format-specific'] as Record<string, unknown> | undefined)?.data ?? {}) as Record<
      string,
      unknown
    >;
    const text = (one: unknown): string | undefined => (typeof one === 'string' ? one : undefined);
    return {
      format: String(value.format),
      virtualSize: Number(value['virtual-size']),
      backingFile: text(value['backing-filename']),
      dataFile: text(data['data-file']),
      createType: text(data['create-type']),
    };
  }

  /** Makes `to`, keeping holes. */
  async convert(from: string, fromFormat: string, to: string, toFormat: string): Promise<void> {
    await run('qemu-img', ['convert', '-O', toFormat, '-f', fromFormat, from, to]);
  }

  /** Makes `to`, a LUKS container of what a guest sees of `from`. Throws `InvalidVolumeType` for a cipher of another form. */
  async encrypt(
    from: string,
    fromFormat: string,
    to: string,
    { cipher, keySize, passphraseFile }: LuksOptions,
  ): Promise<void> {
    const [, algorithm, mode, generator] = /^([a-z0-9]+)-([a-z0-9]+)-([a-z0-9]+)$/.exec(cipher) ?? [];
    if (algorithm === undefined)
      throw new InvalidVolumeType(`Invalid cipher field in volume type: ${cipher}, expected a cipher-mode-ivgen`);
    const options = `key-secret=luks_sec,cipher-alg=${algorithm}-${keySize},cipher-mode=${mode ?? ''},ivgen-alg=${generator ?? ''}`;
    const secret = `secret,id=luks_sec,format=raw,file=${passphraseFile.replaceAll(',', ',,')}`;
    const args = ['convert', '-O', 'luks', '-f', fromFormat, '--object', secret, '-o', options, from, to];
    for (let attempt = 1; ; attempt += 1) {
      try {
        await run('qemu-img', args);
        return;
      } catch (error) {
        if (attempt === ENCRYPT_ATTEMPTS || !(error as Error).message.includes(CLOCK_STOOD_STILL)) throw error;
      }
    }
  }
}

function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      command,
      args,
      { env: { ...process.env, LC_ALL: 'C' }, maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(stderr.trim() || error.message, { cause: error }));
      },
    );
  });
}
