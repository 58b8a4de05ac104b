// SPDX-License-Identifier: Apache-2.0

/** The applications of the stock paste file. */
export const COMPUTE = 'osapi_compute';
export const METADATA = 'metadata';

/** The port of an API where nothing is configured; any free one for an application of the operator's own. */
export function standardPort(name: string): number {
  return { [COMPUTE]: 8774, [METADATA]: 8775 }[name] ?? 0;
}
