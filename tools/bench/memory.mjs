// SPDX-License-Identifier: Apache-2.0
// The memory of running processes, from /proc.
import { readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';

/**
 * A process and all that descend from it.
 * @param {number} pid
 * @returns {number[]}
 */
export function processTree(pid) {
  const children = entries(`/proc/${pid}/task`).flatMap((task) =>
    text(`/proc/${pid}/task/${task}/children`).split(' ').filter(Boolean),
  );
  return [pid, ...children.flatMap((child) => processTree(Number(child)))];
}

/**
 * The processes that listen on a TCP port of this machine.
 * @param {number} port
 * @returns {number[]} empty when it is another machine, or another user's
 */
export function listeners(port) {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const sockets = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6']
      .flatMap((file) => text(file).split('\n').slice(1))
      .map((line) => line.trim().split(/\s+/))
      // 0A is LISTEN.
      .filter((fields) => fields[1]?.endsWith(local) && fields[3] === '0A')
      .map((fields) => `socket:[${fields[9]}]`),
  );
  return entries('/proc')
    .filter(
      (name) =>
        /^\d+$/.test(name) && entries(`/proc/${name}/fd`).some((fd) => sockets.has(link(`/proc/${name}/fd/${fd}`))),
    )
    .map(Number);
}

/**
 * What processes hold now.
 * @param {readonly number[]} pids
 * @returns {number} bytes
 */
export function residentBytes(pids) {
  return sum(pids, 'VmRSS');
}

/**
 * The most that processes held since resetPeak.
 * @param {readonly number[]} pids
 * @returns {number} bytes; the sum of their peaks, which need not have been at one time
 */
export function peakBytes(pids) {
  return sum(pids, 'VmHWM');
}

/**
 * Begins a new measurement of peaks.
 * @param {readonly number[]} pids
 */
export function resetPeak(pids) {
  for (const pid of pids) writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function sum(pids, field) {
  const kibibytes = pids.map((pid) =>
    Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(text(`/proc/${pid}/status`))?.[1] ?? 0),
  );
  return kibibytes.reduce((total, value) => total + value, 0) * 1024;
}

// Processes come and go while we look.
function text(file) {
  return orElse(() => readFileSync(file, 'utf8'), '');
}

function entries(folder) {
  return orElse(() => readdirSync(folder), []);
}

function link(file) {
  return orElse(() => readlinkSync(file), '');
}

function orElse(read, otherwise) {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
