// SPDX-License-Identifier: Apache-2.0
// Some of the API's controllers by themselves, for their tests.
import { Module, type Provider, type Type } from '@nestjs/common';
import { CONTEXT_KEY, OperationModule, parseMicroversion } from '@stackport/api';
import { Configuration, silentLogger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { Enforcer } from '@stackport/policy';
import { HeaderMap, HttpError, Request, type Response } from '@stackport/wsgi';
import { createServiceApplication } from '@stackport/wsgi/nest';
import { policyRules } from '../../../policies/index.js';
import { CollectionRequests } from '../../collection-requests.js';
import { cinderFaults } from '../../faults.js';
import { MICROVERSION_KEY, microversionOf } from '../../microversion.js';

@Module({})
class TestModule {}

export const member = new RequestContext({ userId: 'user', projectId: 'project', roles: ['member', 'reader'] });
export const reader = new RequestContext({ userId: 'reader', projectId: 'project', roles: ['reader'] });
export const stranger = new RequestContext({ userId: 'other', projectId: 'elsewhere', roles: ['member', 'reader'] });
export const admin = new RequestContext({
  userId: 'admin',
  projectId: 'admins',
  roles: ['admin', 'member', 'reader'],
  isAdmin: true,
});

/** The rules as they are by default, with the roles that Zed enforces. */
export function testEnforcer(): Enforcer {
  return Enforcer.create({
    rules: policyRules,
    configuration: Configuration.of([], { oslo_policy: { enforce_new_defaults: true } }),
  });
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, never> & Record<string, unknown>;
  readonly headers: HeaderMap;
}

export interface TestApplication {
  ask(
    context: RequestContext,
    method: string,
    path: string,
    options?: { body?: unknown; version?: string },
  ): Promise<Answer>;
  close(): Promise<void>;
}

export async function startTestApplication(
  enforcer: Enforcer,
  controllers: readonly Type[],
  providers: readonly Provider[],
): Promise<TestApplication> {
  const requests = new CollectionRequests({ maxLimit: 1000 });
  const { nest, adapter } = await createServiceApplication(
    {
      module: TestModule,
      imports: [OperationModule.forService(enforcer)],
      controllers: [...controllers],
      providers: [...providers, { provide: CollectionRequests, useValue: requests }],
    },
    {
      router: { unroutedMethod: 404, versionOf: microversionOf },
      faults: cinderFaults(silentLogger),
      logger: silentLogger,
    },
  );
  const application = adapter.leaf('v3');
  return {
    ask: async (context, method, path, { body, version = '3.70' } = {}) => {
      const request = Request.blank(path, {
        method,
        host: 'cinder.example:8776',
        headers: new HeaderMap({ 'Content-Type': 'application/json' }),
        environ: { [CONTEXT_KEY]: context, [MICROVERSION_KEY]: parseMicroversion(version) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const response = await answer(() => application(request), request);
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: (text.startsWith('{') ? JSON.parse(text) : {}) as Answer['body'],
      };
    },
    close: () => nest.close(),
  };
}

async function answer(ask: () => Promise<Response>, request: Request): Promise<Response> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof HttpError) return error.toResponse(request);
    throw error;
  }
}
