// SPDX-License-Identifier: Apache-2.0

const TUNED = [
  'read_iops_sec',
  'read_bytes_sec',
  'write_iops_sec',
  'write_bytes_sec',
  'total_iops_sec',
  'total_bytes_sec',
];

/** Limits that are given per GiB, for a volume of this size: `total_iops_sec_per_gb`, with `_per_gb_min` and `_max`. */
export function tunedSpecs(specs: Readonly<Record<string, string>>, sizeGib: number): Record<string, string | number> {
  const result: Record<string, string | number> = { ...specs };
  for (const name of TUNED) {
    const perGib = specs[`${name}_per_gb`];
    if (perGib === undefined) continue;
    const least = Math.max(Number(specs[`${name}_per_gb_min`] ?? 0), Number(perGib) * sizeGib);
    result[name] = Math.min(least, Number(specs[`${name}_max`] ?? least));
    for (const used of [`${name}_per_gb`, `${name}_per_gb_min`, `${name}_max`]) Reflect.deleteProperty(result, used);
  }
  return result;
}
