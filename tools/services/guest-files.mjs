// SPDX-License-Identifier: Apache-2.0
// What a small guest is made of: Debian's kernel for clouds, and busybox. Neither is installed.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unpackPackage } from './debian.mjs';
import { Failure } from './failure.mjs';
import { cache } from './paths.mjs';

const run = promisify(execFile);
const KERNEL = /^linux-image-\d.*-cloud-amd64$/;

/**
 * Fetched once.
 * @param {(line: string) => void} [say]
 * @returns {Promise<{ kernel: string, modules: string, busybox: string }>} two files, and the folder that has modules below it
 * @throws {Failure} when Debian's mirror cannot be reached
 */
export async function guestFiles(say) {
  const unpacked = await unpackPackage(await kernelPackage(), say);
  const boot = join(unpacked, 'boot');
  const kernel = readdirSync(boot).find((name) => name.startsWith('vmlinuz-'));
  const busybox = await unpackPackage('busybox-static', say);
  return {
    kernel: join(boot, kernel),
    modules: join(unpacked, 'lib', 'modules'),
    busybox: join(busybox, 'bin', 'busybox'),
  };
}

/** The package that Debian's name for its newest one stands for; one that is here already does. */
async function kernelPackage() {
  const folder = join(cache, 'debian');
  const known = existsSync(folder) ? readdirSync(folder).find((name) => KERNEL.test(name)) : undefined;
  if (known !== undefined) return known;
  const { stdout } = await run('apt-cache', ['depends', 'linux-image-cloud-amd64']).catch(() => ({ stdout: '' }));
  const name = [...stdout.matchAll(/Depends: (\S+)/g)].map(([, one]) => one).find((one) => KERNEL.test(one));
  if (name === undefined) throw new Failure('apt does not know linux-image-cloud-amd64', 'Run: sudo apt-get update');
  return name;
}
