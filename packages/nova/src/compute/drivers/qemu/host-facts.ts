// SPDX-License-Identifier: Apache-2.0
import { readFile, stat, statfs } from 'node:fs/promises';
import { arch, cpus, loadavg, totalmem, uptime } from 'node:os';
import type { NodeResources } from '../node-resources.js';
import type { GuestDefinition } from './guest-definition.js';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

type HostFacts = Pick<
  NodeResources,
  'vcpus' | 'vcpusUsed' | 'memoryMb' | 'memoryMbUsed' | 'localGb' | 'localGbUsed' | 'diskAvailableLeast' | 'cpuInfo'
>;

/**
 * What the host has and uses.
 * @param running - guests that run
 * @param all - guests whose disks are here
 */
export async function hostFacts(
  folder: string,
  running: readonly GuestDefinition[],
  all: readonly GuestDefinition[],
): Promise<HostFacts> {
  const [space, available, promised, cpuInfo] = await Promise.all([
    statfs(folder),
    availableMemory(),
    promisedBytes(all),
    cpuFacts(),
  ]);
  const gib = (blocks: number): number => Math.floor((blocks * space.bsize) / GIB);
  return {
    vcpus: cpus().length,
    vcpusUsed: running.reduce((sum, { vcpus }) => sum + vcpus, 0),
    memoryMb: Math.floor(totalmem() / MIB),
    memoryMbUsed: Math.floor((totalmem() - available) / MIB),
    localGb: gib(space.blocks),
    localGbUsed: gib(space.blocks - space.bfree),
    diskAvailableLeast: Math.floor((space.bavail * space.bsize - promised) / GIB),
    cpuInfo,
  };
}

/** The line that `uptime` prints. */
export function uptimeLine(now = new Date()): string {
  const minutes = Math.floor(uptime() / 60);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(':');
  const since = days === 0 ? '' : `${days} day${days === 1 ? '' : 's'}, `;
  const time = hours === 0 ? `${rest} min` : `${String(hours).padStart(2)}:${two(rest)}`;
  const load = loadavg().map((value) => value.toFixed(2));
  return ` ${clock} up ${since}${time},  0 users,  load average: ${load.join(', ')}\n`;
}

async function availableMemory(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8');
  return Number(/^MemAvailable:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024;
}

/** Bytes that disks have been promised and do not use yet. */
async function promisedBytes(guests: readonly GuestDefinition[]): Promise<number> {
  const disks = guests.flatMap((guest) => guest.disks).filter(({ size }) => size !== null);
  const missing = await Promise.all(
    disks.map(async ({ path, size }) => {
      const found = await stat(path).catch(() => undefined);
      return Math.max(0, (size ?? 0) - (found?.blocks ?? 0) * 512);
    }),
  );
  return missing.reduce((sum, bytes) => sum + bytes, 0);
}

/** As upstream's `cpu_info` names it. */
async function cpuFacts(): Promise<Readonly<Record<string, unknown>>> {
  const processors = (await readFile('/proc/cpuinfo', 'utf8')).trim().split('\n\n').map(fieldsOf);
  const first = processors[0] ?? new Map<string, string>();
  const vendor = first.get('vendor_id') ?? '';
  const sockets = new Set(processors.map((one) => one.get('physical id') ?? '0')).size;
  const cores = Math.max(1, Number(first.get('cpu cores') ?? 1));
  return {
    arch: arch() === 'x64' ? 'x86_64' : arch(),
    model: first.get('model name') ?? '',
    vendor: { GenuineIntel: 'Intel', AuthenticAMD: 'AMD' }[vendor] ?? vendor,
    topology: {
      cells: 1,
      sockets,
      cores,
      threads: Math.max(1, Math.floor(processors.length / (sockets * cores))),
    },
    features: (first.get('flags') ?? '').split(' ').filter((flag) => flag !== ''),
  };
}

function fieldsOf(block: string): Map<string, string> {
  return new Map(
    block.split('\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const;
    }),
  );
}
