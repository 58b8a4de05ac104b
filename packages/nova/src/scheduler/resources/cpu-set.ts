// SPDX-License-Identifier: Apache-2.0
import { Invalid } from '../../errors/base.js';

/** More numbers than any host has processors: a specification beyond it is a mistake, or worse. */
const MOST = 65_536;

/**
 * Numbers of processors: `0-3,^2,6` (upstream's parse_cpu_spec).
 * Throws `Invalid` for what is none.
 */
export function parseCpuSet(specification: string): ReadonlySet<number> {
  const [taken, left] = [new Set<number>(), new Set<number>()];
  for (const rule of specification.split(',').map((one) => one.trim())) {
    if (rule === '') continue;
    const found = /^(\^?)\s*(\d+)(?:\s*-\s*(\d+))?$/.exec(rule);
    const [start, end] = [Number(found?.[2]), Number(found?.[3] ?? found?.[2])];
    if (found === null || start > end || end > MOST)
      throw new Invalid(
        rule.includes('-') ? `Invalid range expression '${rule}'` : `Invalid inclusion expression '${rule}'`,
      );
    for (let cpu = start; cpu <= end; cpu += 1) (found[1] === '^' ? left : taken).add(cpu);
  }
  return new Set([...taken].filter((cpu) => !left.has(cpu)));
}
