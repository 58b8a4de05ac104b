// SPDX-License-Identifier: Apache-2.0

/** `20261127013000`, in UTC: what names of objects have. */
export function timestamp(time: Date): string {
  return time.toISOString().slice(0, 19).replace(/\D/g, '');
}
