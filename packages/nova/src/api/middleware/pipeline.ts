// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { type CompositeFactory, KeyError } from '@stackport/paste';
import type { Application, Filter } from '@stackport/wsgi';

/**
 * `nova.api.auth:pipeline_factory_v21`: of the section's pipelines the one that the configuration names.
 * @param strategy - `[api] auth_strategy`
 */
export function pipelineFactory(strategy: string, logger: Logger): CompositeFactory {
  return async (loader, _globalConf, localConf) => {
    if (strategy === 'noauth2')
      logger.warning(
        "'[api]auth_strategy=noauth2' is deprecated as of the 21.0.0 Ussuri release: only the 'keystone' pipeline is for use",
      );
    const pipeline = localConf[strategy];
    if (pipeline === undefined) throw new KeyError(strategy);
    const names = pipeline.trim().split(/\s+/);
    const filters: Filter[] = [];
    for (const name of names.slice(0, -1)) filters.push((await loader.getFilter(name)) as Filter);
    const application = (await loader.getApp(names.at(-1))) as Application;
    return filters.reduceRight((inner, filter) => filter(inner), application);
  };
}
