// SPDX-License-Identifier: Apache-2.0
// The API of what administrators look after by itself, for its tests: requests in, answers out, the messages kept.
import { Module } from '@nestjs/common';
import { CONTEXT_KEY, OperationModule } from '@stackport/api';
import { Configuration, silentLogger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { Enforcer } from '@stackport/policy';
import { HeaderMap, HttpError, Request, type Response } from '@stackport/wsgi';
import { createServiceApplication } from '@stackport/wsgi/nest';
import { createAdministration, type Administration } from '../../create-administration.js';
import { cinderOptionGroups } from '../../options/index.js';
import { policyRules } from '../../policies/index.js';
import { openTestDatabase, type TestDatabase } from '../../quotas/test-support.js';
import { Availability_zones } from '../contrib/availability-zones.js';
import { Capabilities } from '../contrib/capabilities.js';
import { Extended_services } from '../contrib/extended-services.js';
import { Hosts } from '../contrib/hosts.js';
import { Qos_specs_manage } from '../contrib/qos-specs-manage.js';
import { Quota_classes } from '../contrib/quota-classes.js';
import { Quotas } from '../contrib/quotas.js';
import { Scheduler_stats } from '../contrib/scheduler-stats.js';
import { Services } from '../contrib/services.js';
import { Types_extra_specs } from '../contrib/types-extra-specs.js';
import { Types_manage } from '../contrib/types-manage.js';
import { Used_limits } from '../contrib/used-limits.js';
import { Volume_type_access } from '../contrib/volume-type-access.js';
import { Volume_type_encryption } from '../contrib/volume-type-encryption.js';
import { AttributeExtensions } from '../extensions/attribute-extensions.js';
import type { Extension } from '../extensions/extension.js';
import { ExtensionManager } from '../extensions/extension-manager.js';
import { cinderFaults } from '../faults.js';
import { MICROVERSION_KEY, microversionOf } from '../microversion.js';
import { administrationControllers } from './administration.js';

@Module({})
class TestModule {}

export const projects = {
  admin: 'edff08f001ac454a965d26619027b341',
  demo: 'b91907d985964d3c887b75d638060580',
  other: '04157c980492479397fe5773ca5cb6c9',
} as const;

export const callers = {
  admin: new RequestContext({
    userId: 'a',
    projectId: projects.admin,
    roles: ['admin', 'member', 'reader'],
    isAdmin: true,
  }),
  member: new RequestContext({ userId: 'm', projectId: projects.demo, roles: ['member', 'reader'] }),
  other: new RequestContext({ userId: 'o', projectId: projects.other, roles: ['member', 'reader'] }),
} as const;

/** A call over the bus: method and arguments, without the context. */
export type RpcCall = readonly [method: string, ...parameters: unknown[]];

export interface TestAdministration extends Administration {
  readonly opened: TestDatabase;
  /** What was told to others, newest last: event type, priority and payload. */
  readonly events: (readonly [event: string, priority: string, payload: Readonly<Record<string, unknown>>])[];
  readonly calls: RpcCall[];
  /** What calls over the bus answer, by method. */
  readonly answers: Map<string, unknown>;
  /** Asks; `version` as 3070 for 3.70. The answer's body is read where it is JSON. */
  ask(
    caller: RequestContext,
    method: string,
    path: string,
    options?: { readonly json?: unknown; readonly version?: number },
  ): Promise<{ readonly status: number; readonly body: unknown; readonly response: Response }>;
  close(): Promise<void>;
}

export async function startTestAdministration(): Promise<TestAdministration> {
  const opened = await openTestDatabase();
  const configuration = Configuration.of([...cinderOptionGroups]);
  const enforcer = Enforcer.create({ rules: policyRules, configuration });
  const events: TestAdministration['events'] = [];
  const calls: RpcCall[] = [];
  const answers = new Map<string, unknown>();
  const called =
    (name: string) =>
    (_context: RequestContext, ...parameters: unknown[]): Promise<never> => {
      calls.push([name, ...parameters]);
      return Promise.resolve(answers.get(name) as never);
    };
  const logLevels = { setLogLevels: called('setLogLevels'), getLogLevels: called('getLogLevels') };
  const levels = new Map([['cinder.api', 'INFO']]);
  const administration = await createAdministration({
    configuration,
    database: opened.database,
    enforcer,
    notifications: {
      info: (_context, _publisher, event, payload) => Promise.resolve(void events.push([event, 'info', payload])),
      error: (_context, _publisher, event, payload) => Promise.resolve(void events.push([event, 'error', payload])),
    },
    volumeRpc: {
      ...logLevels,
      freezeHost: called('freezeHost'),
      thawHost: called('thawHost'),
      failover: called('failover'),
      getCapabilities: called('getCapabilities'),
    },
    schedulerRpc: { ...logLevels, getPools: called('getPools'), workCleanup: called('workCleanup') },
    backupRpc: logLevels,
    projects: { exists: (_context, id) => Promise.resolve((Object.values(projects) as string[]).includes(id)) },
    imageStores: {
      listStores: () =>
        Promise.resolve([
          { id: 'fast', readOnly: false },
          { id: 'http', readOnly: true },
        ]),
    },
    logLevels: { set: (prefix, level) => void levels.set(prefix, level), get: () => Object.fromEntries(levels) },
    logger: silentLogger,
  });
  const extensions: Extension[] = [
    new Types_manage(),
    new Types_extra_specs(),
    new Volume_type_access(),
    new Volume_type_encryption(),
    new Qos_specs_manage(),
    new Quotas(),
    new Quota_classes(),
    new Used_limits(),
    new Services(),
    new Extended_services(),
    new Hosts(),
    new Scheduler_stats(),
    new Capabilities(),
    new Availability_zones(),
  ];
  const attributes = extensions.flatMap((extension) => extension.attributes ?? []);
  const { nest, adapter } = await createServiceApplication(
    {
      module: TestModule,
      imports: [OperationModule.forService(enforcer)],
      controllers: [...administrationControllers, ...extensions.flatMap(({ controllers }) => controllers)],
      providers: [
        ...administration.injected.map((service) => ({ provide: service.constructor, useValue: service })),
        { provide: AttributeExtensions, useValue: new AttributeExtensions(attributes, enforcer) },
        {
          provide: ExtensionManager,
          useValue: { isLoaded: (alias: string) => extensions.some((extension) => extension.alias === alias) },
        },
      ],
    },
    {
      router: { unroutedMethod: 404, versionOf: microversionOf },
      faults: cinderFaults(silentLogger),
      logger: silentLogger,
    },
  );
  const application = adapter.leaf('v3');
  return {
    ...administration,
    opened,
    events,
    calls,
    answers,
    async ask(caller, method, path, { json, version = 3000 } = {}) {
      const request = Request.blank(path, {
        method,
        host: 'cinder.example:8776',
        scriptName: '/v3',
        headers: new HeaderMap({ Accept: 'application/json' }),
        environ: { [CONTEXT_KEY]: caller, [MICROVERSION_KEY]: version },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      });
      const response = await application(request).catch((error: unknown) => {
        // A path without a route is the pipeline's to answer.
        if (error instanceof HttpError) return error.toResponse(request);
        throw error;
      });
      const text = await response.text();
      return { status: response.status, body: parsed(text), response };
    },
    close: async () => {
      await nest.close();
      await opened.close();
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
