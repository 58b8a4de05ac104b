// SPDX-License-Identifier: Apache-2.0
import type { RabbitOptions } from '../options/index.js';

/**
 * Seconds to wait before a reconnect: rabbit_retry_interval, rabbit_retry_backoff more with each try up to
 * rabbit_interval_max, and kombu_reconnect_delay; a quarter more or less of it, so that not all who lost a broker come
 * back at once.
 * @param failures - tries that have failed, from 0
 * @param random - from 0 to 1
 */
export function reconnectDelay(options: RabbitOptions, failures: number, random = Math.random()): number {
  const { rabbit_retry_interval: start, rabbit_retry_backoff: step, rabbit_interval_max: most } = options;
  const interval = Math.min(Math.max(start, 1) + Math.max(step, 0) * failures, Math.max(most, 1));
  return (interval + options.kombu_reconnect_delay) * (0.75 + random / 2);
}
