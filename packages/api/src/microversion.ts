// SPDX-License-Identifier: Apache-2.0

/** `2.93` as 2093, so that versions compare as numbers. Throws `TypeError` for anything else than major.minor. */
export function parseMicroversion(text: string): number {
  const [, major, minor] = /^([1-9]\d*)\.(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  if (major === undefined || minor === undefined) throw new TypeError(`${JSON.stringify(text)} is not a microversion`);
  return Number(major) * 1000 + Number(minor);
}

/** 2093 as `2.93`. */
export function formatMicroversion(version: number): string {
  return `${Math.floor(version / 1000)}.${version % 1000}`;
}
