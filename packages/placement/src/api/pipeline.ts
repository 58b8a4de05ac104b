// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import type { TokenValidator } from '@stackport/keystone';
import { authtoken, cors, corsOptions, httpProxyToWsgi, osprofiler } from '@stackport/middleware';
import type { Application, Filter, FilterFactory } from '@stackport/wsgi';
import { apiOptions } from '../options/index.js';
import { contextOf, exceptRoot } from './middleware/context.js';
import { faultWrap } from './middleware/fault-wrap.js';
import { microversions } from './middleware/microversions.js';
import { noAuth } from './middleware/no-auth.js';
import { requestLog } from './middleware/request-log.js';

export interface PipelineInit {
  readonly configuration: Configuration;
  readonly logging: LoggingHandle;
  /** Who checks tokens, where it is not the Keystone that the configuration names. */
  readonly validator?: TokenValidator;
  readonly application: Application;
}

/**
 * What a request goes through. Placement has no paste file: its pipeline is in its code (placement/deploy.py), and so is
 * ours, with the same filters in the same order.
 */
export function placementPipeline({ configuration, logging, validator, application }: PipelineInit): Application {
  const { logger } = logging;
  const run: LoggingHandle['run'] = (context, work) => logging.run(context, work);
  const dependencies = { configuration, logger, ...(validator === undefined ? {} : { validator }) };
  const outer = (factory: unknown): Filter => (factory as FilterFactory)({}, {});
  const hasOrigins = configuration.get(corsOptions).allowed_origin !== undefined;
  const isKeystone = configuration.get(apiOptions).auth_strategy === 'keystone';
  const filters: readonly Filter[] = [
    outer(osprofiler(dependencies)),
    outer(httpProxyToWsgi(dependencies)),
    requestLog(logger.named('placement.requestlog'), run),
    ...(hasOrigins ? [cors(dependencies)({}, { oslo_config_project: 'placement' })] : []),
    isKeystone ? exceptRoot(outer(authtoken(dependencies))) : noAuth,
    contextOf(run),
    faultWrap(logger.named('placement.fault_wrap')),
    microversions,
  ];
  return filters.reduceRight<Application>((next, filter) => filter(next), application);
}
