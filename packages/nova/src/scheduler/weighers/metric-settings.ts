// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';

/** `[metrics] weight_setting`: `name=1.0`. What is no such pair is logged and left out. */
export function metricSettingsOf(entries: readonly string[], logger: Logger): ReadonlyMap<string, number> {
  const settings = new Map<string, number>();
  const bad: string[] = [];
  for (const entry of entries) {
    const [name = '', ratio, ...rest] = entry.split('=').map((part) => part.trim());
    const value = ratio === undefined || ratio === '' ? NaN : Number(ratio);
    if (rest.length > 0 || Number.isNaN(value)) bad.push(entry);
    else settings.set(name, value);
  }
  if (bad.length > 0)
    logger.error(`Ignoring the invalid elements of the option metrics.weight_setting: ${bad.join(', ')}`);
  return settings;
}
