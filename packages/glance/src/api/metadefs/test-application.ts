// SPDX-License-Identifier: Apache-2.0
// The API of the metadata definitions by itself, for its tests.
import { Module } from '@nestjs/common';
import { CONTEXT_KEY, OperationModule } from '@stackport/api';
import { silentLogger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { HeaderMap, HttpError, Request, type Response } from '@stackport/wsgi';
import { createServiceApplication } from '@stackport/wsgi/nest';
import type { TestMetadefs } from '../../metadefs/test-support.js';
import { glanceFaults } from '../faults.js';
import { METADEFS, SETTINGS } from '../tokens.js';
import { metadefControllers } from './index.js';

@Module({})
class TestModule {}

export interface TestApplication {
  /** Asks as somebody; a text body is sent as it is, anything else as JSON. */
  ask(
    context: RequestContext,
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  close(): Promise<void>;
}

/** @param settings - the length of a page by default and at most. */
export async function startTestApplication(
  { metadefs, enforcer }: TestMetadefs,
  settings: { readonly pageLength: number; readonly longestPage: number } = { pageLength: 25, longestPage: 1000 },
): Promise<TestApplication> {
  const module = {
    module: TestModule,
    imports: [OperationModule.forService(enforcer)],
    controllers: metadefControllers,
    providers: [
      { provide: METADEFS, useValue: metadefs },
      { provide: SETTINGS, useValue: settings },
    ],
  };
  const { nest, adapter } = await createServiceApplication(module, {
    router: { unroutedMethod: 405 },
    faults: glanceFaults(silentLogger),
    logger: silentLogger,
  });
  const application = adapter.leaf('v2');
  return {
    ask: async (context, method, path, body, headers = {}) => {
      const request = Request.blank(path, {
        method,
        host: 'glance.example:9292',
        headers: new HeaderMap({ Accept: 'application/json', ...headers }),
        environ: { [CONTEXT_KEY]: context },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      try {
        return await application(request);
      } catch (error) {
        // A path without a route is the pipeline's to answer.
        if (error instanceof HttpError) return error.toResponse(request);
        throw error;
      }
    },
    close: () => nest.close(),
  };
}
