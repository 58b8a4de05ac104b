// SPDX-License-Identifier: Apache-2.0

/**
 * Whether who implements one version can serve the other: same major, at least the minor, at equal minors at least the
 * revision (oslo_messaging._utils.version_is_compatible).
 * @param implemented - undefined: anything goes.
 * @param requested - undefined: nothing does.
 * @throws TypeError where one of them is not `major.minor[.revision]`.
 */
export function isVersionCompatible(implemented: string | undefined, requested: string | undefined): boolean {
  if (implemented === undefined) return true;
  if (requested === undefined) return false;
  const have = parseVersion(implemented);
  const want = parseVersion(requested);
  if (have[0] !== want[0]) return false;
  return have[1] !== want[1] ? have[1] > want[1] : have[2] >= want[2];
}

/** Negative, zero or positive, as the first is older, equal or newer. @throws TypeError as above. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

/** @throws TypeError for what is not `major.minor` or `major.minor.revision`. */
export function parseVersion(version: string): readonly [number, number, number] {
  const match = /^(\d+)\.(\d+)(?:\.(\d+))?$/.exec(version);
  if (match === null) throw new TypeError(`Version must contain a major and minor integer. Got ${version}`);
  return [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
}
