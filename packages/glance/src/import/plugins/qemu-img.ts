// SPDX-License-Identifier: Apache-2.0
import { execFile } from 'node:child_process';

/** What `qemu-img info` says of a file. */
export interface ImageFile {
  /** Bytes that a guest sees. */
  readonly virtualSize: number;
  /** Why the file is none to be converted: it leads to other files. */
  readonly refusal: string | undefined;
}

/** Formats whose files are what a guest sees. */
const RAW = new Set(['raw', 'iso', 'ami', 'ari', 'aki']);
const OTHER_NAMES: Readonly<Record<string, string>> = { vhd: 'vpc', ploop: 'parallels' };
/** Kinds of vmdk that are one file. */
const WHOLE_VMDK = ['monolithicSparse', 'streamOptimized'];
/** Upstream's bounds on what a hostile image may take (async_/utils.py, QEMU_IMG_PROC_LIMITS). */
const LIMITS = ['--as=1073741824', '--cpu=30'];

/** The name of a disk_format in QEMU. */
export function qemuFormat(diskFormat: string): string {
  return RAW.has(diskFormat) ? 'raw' : (OTHER_NAMES[diskFormat] ?? diskFormat);
}

/** Reads a file as the format that it is said to have, which is never guessed. Rejects where it is not of that format. */
export async function imageFile(path: string, format: string, signal: AbortSignal): Promise<ImageFile> {
  const args = [...LIMITS, 'qemu-img', 'info', '--force-share', '-f', format, '--output=json', path];
  const value = JSON.parse(await run('prlimit', args, signal)) as Record<string, unknown>;
  const specific = (value['format-specific'] ?? {}) as { readonly data?: Readonly<Record<string, unknown>> };
  const { 'data-file': dataFile, 'create-type': createType } = specific.data ?? {};
  const refusals: readonly (readonly [boolean, string])[] = [
    [value['backing-filename'] !== undefined, 'a backing file'],
    [dataFile !== undefined, 'an external data file'],
    [format === 'vmdk' && !WHOLE_VMDK.includes(String(createType)), `the kind ${String(createType)}`],
  ];
  return {
    virtualSize: Number(value['virtual-size']),
    refusal: refusals.find(([isRefused]) => isRefused)?.[1],
  };
}

/** Makes `to`, keeping holes. */
export async function convertImage(
  from: { readonly path: string; readonly format: string },
  to: { readonly path: string; readonly format: string },
  signal: AbortSignal,
): Promise<void> {
  await run('qemu-img', ['convert', '-f', from.format, '-O', to.format, from.path, to.path], signal);
}

function run(command: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { env: { ...process.env, LC_ALL: 'C' }, signal }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr.trim() || error.message, { cause: error }));
    });
  });
}
