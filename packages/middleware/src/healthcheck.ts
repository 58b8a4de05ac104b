// SPDX-License-Identifier: Apache-2.0
import { hostname, release, type as systemName } from 'node:os';
import { type Values, declareOptions, option } from '@stackport/config';
import { type Application, type FilterFactory, type Request, Response, encodePath } from '@stackport/wsgi';
import { preferredType } from './accept.js';
import type { MiddlewareDependencies } from './dependencies.js';
import { type HealthcheckBackend, type HealthcheckResult, healthcheckBackends } from './healthcheck-backends.js';
import { type HealthcheckReport, htmlReport, jsonReport, textReport } from './healthcheck-report.js';
import { pasteOptions } from './paste-options.js';

/** `[healthcheck]` */
export const healthcheckOptions = declareOptions('healthcheck', {
  path: option.string({
    default: '/healthcheck',
    help: 'Path that the filter answers',
    deprecatedForRemoval: { reason: 'the application form is mounted in the paste file' },
  }),
  detailed: option.boolean({ default: false, help: 'Tell about this machine and each check' }),
  backends: option.list({ default: [], help: 'Checks to make: disable_by_file, disable_by_files_ports' }),
  disable_by_file_path: option.string({ help: 'Out of service while this file exists' }),
  disable_by_file_paths: option.list({
    default: [],
    help: 'port:path, out of service on a port while its file exists',
  }),
});

type Settings = Values<typeof healthcheckOptions.options>;
type Texts = Record<string, string>;

/** `oslo_middleware:Healthcheck.app_factory`: an application that answers every path. */
export function healthcheckApp(
  dependencies: MiddlewareDependencies,
): (globalConf?: Texts, localConf?: Texts) => Application {
  return (globalConf = {}, localConf = {}) => {
    const { settings, backends } = prepare(dependencies, globalConf, localConf);
    return (request) => answer(request, settings, backends);
  };
}

/** `oslo_middleware:Healthcheck.factory`: a filter that answers its own path only. */
export function healthcheck(dependencies: MiddlewareDependencies): FilterFactory {
  return (globalConf = {}, localConf = {}) => {
    const { settings, backends } = prepare(dependencies, globalConf, localConf);
    return (application) => (request) =>
      encodePath(request.scriptName + request.pathInfo) === settings.path
        ? answer(request, settings, backends)
        : application(request);
  };
}

function prepare(
  { configuration, logger }: MiddlewareDependencies,
  globalConf: Texts,
  localConf: Texts,
): { settings: Settings; backends: readonly HealthcheckBackend[] } {
  const settings = pasteOptions(configuration, healthcheckOptions, globalConf, localConf);
  return { settings, backends: healthcheckBackends(settings.backends, settings, logger) };
}

async function answer(
  request: Request,
  settings: Settings,
  backends: readonly HealthcheckBackend[],
): Promise<Response> {
  const results: readonly HealthcheckResult[] = await Promise.all(backends.map((check) => check(request)));
  const healthy = results.every((result) => result.available);
  if (request.method === 'HEAD')
    return healthy ? new Response(204) : new Response(503, { 'Content-Type': 'text/plain; charset=UTF-8' });
  const report: HealthcheckReport = { results, ...(settings.detailed ? { machine: aboutThisMachine() } : {}) };
  const status = healthy ? 200 : 503;
  // A client that takes none of these gets text all the same: a refusal would look like an outage.
  switch (preferredType(request.headers.get('Accept'), ['text/plain', 'text/html', 'application/json'])) {
    case 'application/json':
      return new Response(status, { 'Content-Type': 'application/json' }, jsonReport(report));
    case 'text/html':
      return new Response(status, { 'Content-Type': 'text/html; charset=UTF-8' }, htmlReport(report));
    default:
      return Response.text(textReport(report), status);
  }
}

function aboutThisMachine(): NonNullable<HealthcheckReport['machine']> {
  return {
    hostname: hostname(),
    now: new Date().toISOString().replace('T', ' ').replace('Z', ''),
    runtime: `node ${process.version}`,
    platform: `${systemName()}-${release()}-${process.arch}`,
    memory: { ...process.memoryUsage() },
  };
}
