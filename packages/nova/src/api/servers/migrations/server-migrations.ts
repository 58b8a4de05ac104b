// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation, type OperationOptions } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { LiveMigrationsUnderWay } from '../../../servers/moves/live-migrations-under-way.js';
import { isSince } from '../../microversion.js';
import { forceCompleteSchema } from '../../schemas/server-parts.js';
import { CheckedBody } from '../../validation/checked-parameters.js';
import { serverMigrationView } from './migration-view.js';

const PATH = '/servers/:server_id/migrations';

const route = (
  method: OperationOptions['method'],
  path: string,
  [rule, min, success]: readonly [rule: string, min: string, success: number],
): OperationOptions => ({
  ...{ method, path, success },
  microversions: { min },
  policy: { rule: `os_compute_api:servers:migrations:${rule}`, target: 'resource' },
});

@Controller('v2.1')
export class ServerMigrations {
  constructor(@Inject(LiveMigrationsUnderWay) private readonly migrations: LiveMigrationsUnderWay) {}

  @Operation(route('GET', PATH, ['index', '2.23', 200]))
  async list(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @Req() request: Request,
  ): Promise<unknown> {
    const found = await this.migrations.list(context, uuid);
    return { migrations: found.map((migration) => serverMigrationView(migration, request)) };
  }

  @Operation(route('GET', `${PATH}/:id`, ['show', '2.23', 200]))
  async get(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @Param('id') id: string,
    @Req() request: Request,
  ): Promise<unknown> {
    return { migration: serverMigrationView(await this.migrations.get(context, uuid, id), request) };
  }

  @Operation(route('DELETE', `${PATH}/:id`, ['delete', '2.24', 202]))
  async abort(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @Param('id') id: string,
    @Req() request: Request,
  ): Promise<void> {
    await this.migrations.abort(context, uuid, id, isSince(request, '2.65'));
  }

  @Operation({ ...route('POST', `${PATH}/:id/action`, ['force_complete', '2.22', 202]), action: 'force_complete' })
  async forceComplete(
    @Caller() context: RequestContext,
    @CheckedBody(forceCompleteSchema) _body: unknown,
    @Param('server_id') uuid: string,
    @Param('id') id: string,
  ): Promise<void> {
    await this.migrations.forceComplete(context, uuid, id);
  }
}
