// SPDX-License-Identifier: Apache-2.0
// Background processes that outlive the command which started them: each has `<name>.pid` and `<name>.log` in one folder.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.mjs';

/**
 * @typedef {object} Daemon
 * @property {string} folder - absolute; holds the pid file and the log
 * @property {string} name
 * @property {string} command
 * @property {readonly string[]} [args]
 * @property {NodeJS.ProcessEnv} [environment] - added to this process's
 */

/**
 * Starts a process in a session of its own, unless the one of this name is still running.
 * @param {Daemon} daemon
 * @returns {number} its process id
 */
export function startDaemon({ folder, name, command, args = [], environment = {} }) {
  const running = daemonPid(folder, name);
  if (running !== undefined) return running;
  mkdirSync(folder, { recursive: true });
  const log = openSync(join(folder, `${name}.log`), 'a');
  const child = spawn(command, args, {
    cwd: folder,
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, ...environment },
  });
  closeSync(log);
  // A command that does not exist is told by waitUntil, through the pid that is missing.
  child.on('error', () => {});
  child.unref();
  if (child.pid === undefined)
    throw new Failure(`${command} could not be started`, `See that ${command} is installed.`);
  writeFileSync(join(folder, `${name}.pid`), `${child.pid}\n`);
  return child.pid;
}

/**
 * The process id of a daemon that runs.
 * @param {string} folder
 * @param {string} name
 * @returns {number | undefined}
 */
export function daemonPid(folder, name) {
  const pid = Number(readIfThere(join(folder, `${name}.pid`)));
  return Number.isInteger(pid) && pid > 0 && isAlive(pid) ? pid : undefined;
}

/**
 * Waits until a check holds; ends early when the daemon has died.
 * @param {Pick<Daemon, 'folder' | 'name'>} daemon
 * @param {() => Promise<boolean>} isReady
 * @param {number} seconds - how long at most
 * @throws {Failure} with the last lines of the log
 */
export async function waitForDaemon({ folder, name }, isReady, seconds) {
  const end = Date.now() + seconds * 1000;
  while (!(await isReady())) {
    const alive = daemonPid(folder, name) !== undefined;
    if (alive && Date.now() < end) {
      await sleep(50);
      continue;
    }
    const log = join(folder, `${name}.log`);
    const tail = readIfThere(log).trimEnd().split('\n').slice(-15).join('\n');
    throw new Failure(`${name} ${alive ? `was not ready in ${seconds} s` : 'ended at start'}:\n${tail}`, `See ${log}.`);
  }
}

/**
 * Ends a daemon: SIGTERM, then SIGKILL to its whole session.
 * @param {string} folder
 * @param {string} name
 * @param {number} [seconds] - given to it to end by itself
 * @returns {Promise<boolean>} whether it was running
 */
export async function stopDaemon(folder, name, seconds = 20) {
  const pid = daemonPid(folder, name);
  if (pid !== undefined) {
    process.kill(pid, 'SIGTERM');
    const end = Date.now() + seconds * 1000;
    while (isAlive(pid) && Date.now() < end) await sleep(50);
    // It leads its process group; what it left behind goes with it.
    if (isAlive(-pid)) process.kill(-pid, 'SIGKILL');
  }
  rmSync(join(folder, `${name}.pid`), { force: true });
  return pid !== undefined;
}

/** @param {number} pid - negative for a process group */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  // One that has ended but that nobody has waited for still takes signals.
  return pid < 0 || !/^\d+ \(.*\) Z/s.test(readIfThere(`/proc/${pid}/stat`));
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return '';
    throw error;
  }
}
