// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';
import type { FilterFactory } from '@stackport/wsgi';
import type { MiddlewareDependencies } from './dependencies.js';

/** `[profiler]`: what decides whether an operator expects profiling. */
export const profilerOptions = declareOptions('profiler', {
  enabled: option.boolean({
    default: false,
    help: 'Not honoured: requests are not profiled',
    deprecated: [{ name: 'profiler_enabled' }],
  }),
  hmac_keys: option.string({ default: 'SECRET_KEY', secret: true, help: 'Not honoured' }),
});

/**
 * `osprofiler.web:WsgiMiddleware.factory`: lets every request pass; where profiling is switched on, it says once that
 * there is none. The keys `enabled` and `hmac_keys` of old paste files count for nothing: `[profiler]` decides.
 */
export function osprofiler({ configuration, logger }: MiddlewareDependencies): FilterFactory {
  let said = false;
  return () => {
    configuration.register(profilerOptions);
    if (configuration.get(profilerOptions).enabled && !said) {
      said = true;
      logger.warning('[profiler] enabled has no effect: requests are not profiled');
    }
    return (application) => application;
  };
}
