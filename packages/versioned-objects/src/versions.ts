// SPDX-License-Identifier: Apache-2.0

/** `2.7` as numbers; a third one says nothing about what an object has. NaN where it is no version. */
function parse(version: string): readonly [major: number, minor: number] {
  const [major = NaN, minor = NaN] = version.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : NaN));
  return [major, minor];
}

/** Whether who knows one version can read another: same major, minor not later. */
export function canRead(known: string, version: string): boolean {
  const [major, minor] = parse(version);
  const [ourMajor, ourMinor] = parse(known);
  return major === ourMajor && minor <= ourMinor;
}

/** Whether one version is older than another. */
export function isBefore(version: string, other: string): boolean {
  const [major, minor] = parse(version);
  const [otherMajor, otherMinor] = parse(other);
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}
