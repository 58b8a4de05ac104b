// SPDX-License-Identifier: Apache-2.0
// Debian's packages: installed, or only unpacked into the cache where the installation would start daemons and ask questions.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Failure } from './failure.mjs';
import { cache } from './paths.mjs';

const run = promisify(execFile);

/**
 * Those of the packages that are not installed.
 * @param {readonly string[]} packages
 * @returns {Promise<string[]>}
 */
export async function missingPackages(packages) {
  if (packages.length === 0) return [];
  const query = ['-W', '-f', '${Package} ${db:Status-Status}\\n', ...packages];
  // It exits 1 when it knows one of them not, and still lists the others.
  const { stdout } = await run('dpkg-query', query).catch((error) => {
    if (error.code === 'ENOENT') throw new Failure('this is no Debian: there is no dpkg-query', elsewhere(packages));
    return error;
  });
  const installed = new Set(stdout.split('\n').map((line) => line.replace(/ installed$/, '')));
  return packages.filter((name) => !installed.has(name));
}

/**
 * Installs what is missing, as root.
 * @param {readonly string[]} packages
 * @param {(line: string) => void} say - told what is going to be installed
 * @returns {Promise<string[]>} what was missing
 */
export async function installPackages(packages, say) {
  const missing = await missingPackages(packages);
  if (missing.length === 0) return missing;
  if (process.getuid() !== 0)
    throw new Failure(
      `not installed: ${missing.join(', ')}`,
      `Run: sudo apt-get install --no-install-recommends ${missing.join(' ')}`,
    );
  say(`apt-get install ${missing.join(' ')}`);
  const install = ['install', '-y', '-q', '--no-install-recommends', ...missing];
  // The index may be older than the mirror, or missing, as in a fresh container.
  if (!(await apt(install)).ok) {
    say('apt-get update');
    await apt(['update', '-q']);
    const again = await apt(install);
    if (!again.ok) throw new Failure(`apt-get install failed:\n${again.tail}`, elsewhere(missing));
  }
  return missing;
}

/**
 * Unpacks a package into the cache, without installing it: nothing of it runs, nothing outside the cache changes.
 * @param {string} name
 * @param {(line: string) => void} [say]
 * @returns {Promise<string>} the folder that has the package's usr/, etc/, …
 */
export async function unpackPackage(name, say = () => {}) {
  const folder = join(cache, 'debian', name);
  if (existsSync(folder)) return folder;
  say(`apt-get download ${name}`);
  mkdirSync(join(cache, 'debian'), { recursive: true });
  const work = mkdtempSync(join(cache, 'debian', '.unpack-'));
  try {
    let download = await apt(['download', '-q', name], work);
    if (!download.ok) {
      if (process.getuid() === 0) await apt(['update', '-q']);
      download = await apt(['download', '-q', name], work);
    }
    if (!download.ok)
      throw new Failure(
        `apt-get download ${name} failed:\n${download.tail}`,
        'Run: sudo apt-get update, and see that the mirror can be reached.',
      );
    const archive = readdirSync(work).find((file) => file.endsWith('.deb'));
    await run('dpkg', ['-x', join(work, archive), join(work, 'unpacked')]);
    // In one step, so that a run that is cut off leaves nothing half unpacked, and two at once do no harm.
    if (!existsSync(folder)) renameSync(join(work, 'unpacked'), folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

async function apt(args, cwd) {
  const child = spawn('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-o', 'APT::Sandbox::User=root', ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  const lines = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => lines.push(text));
  const [code] = await once(child, 'close').catch((error) => {
    throw new Failure(
      `apt-get could not be run: ${error.message}`,
      'These commands want Debian 12 or a container engine.',
    );
  });
  return { ok: code === 0, tail: lines.join('').trimEnd().split('\n').slice(-8).join('\n') };
}

function elsewhere(packages) {
  return `On another system, install what these packages of Debian 12 hold: ${packages.join(', ')}.`;
}
