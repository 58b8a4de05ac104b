// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { type CompositeFactory, KeyError, urlmapFactory } from '@stackport/paste';
import type { Application, Filter } from '@stackport/wsgi';

export interface PipelineOptions {
  /** `auth_strategy` */
  readonly strategy: string;
  /** `api_rate_limit` */
  readonly rateLimit: boolean;
}

/**
 * `cinder.api.middleware.auth:pipeline_factory`: of the section's pipelines the one that the configuration names, or,
 * where rate limits are off, that with `_nolimit` behind its name if there is one.
 */
export function pipelineFactory({ strategy, rateLimit }: PipelineOptions): CompositeFactory {
  return async (loader, _globalConf, localConf) => {
    const limited = localConf[strategy];
    if (limited === undefined) throw new KeyError(strategy);
    const pipeline = rateLimit ? limited : (localConf[`${strategy}_nolimit`] ?? limited);
    const names = pipeline.trim().split(/\s+/);
    const filters: Filter[] = [];
    for (const name of names.slice(0, -1)) filters.push((await loader.getFilter(name)) as Filter);
    const application = (await loader.getApp(names.at(-1))) as Application;
    return filters.reduceRight((inner, filter) => filter(inner), application);
  };
}

/** What upstream says of paths that old paste files still map. */
const REMOVED: Readonly<Record<string, string>> = {
  '/v1':
    'The v1 API has been removed and is no longer available. Client applications should be using v3, which is ' +
    'currently the only supported version of the Block Storage API.',
  '/v2':
    'The v2 API has been removed and is no longer available. Client applications must now use the v3 API only. The ' +
    "'enable_v2_api' option has been removed and is ignored in the cinder.conf file.",
};

/** `cinder.api:root_app_factory`: Paste's URL map without the removed versions of the API. */
export function rootAppFactory(logger: Logger): CompositeFactory {
  return (loader, globalConf, localConf) => {
    for (const [path, warning] of Object.entries(REMOVED)) if (path in localConf) logger.warning(warning);
    const paths = Object.fromEntries(Object.entries(localConf).filter(([path]) => !Object.hasOwn(REMOVED, path)));
    return urlmapFactory(loader, globalConf, paths);
  };
}
