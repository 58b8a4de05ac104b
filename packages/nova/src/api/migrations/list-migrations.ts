// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { HttpError, type Request } from '@stackport/wsgi';
import { MigrationDirectory, type MigrationFilters } from '../../migrations/migration-directory.js';
import { lastOf, Links } from '../links.js';
import { isSince } from '../microversion.js';
import { listMigrationsQuery } from '../schemas/migrations.js';
import { CheckedQuery } from '../validation/checked-parameters.js';
import { flagOf } from '../validation/values.js';
import { migrationView } from './migration-view.js';

@Controller('v2.1')
export class ListMigrations {
  constructor(
    @Inject(MigrationDirectory) private readonly migrations: MigrationDirectory,
    @Inject(Links) private readonly links: Links,
  ) {}

  @Operation({
    method: 'GET',
    path: '/os-migrations',
    policy: { rule: 'os_compute_api:os-migrations:index' },
    success: 200,
  })
  async list(@CheckedQuery(listMigrationsQuery) query: URLSearchParams, @Req() request: Request): Promise<unknown> {
    const filters = filtersIn(query);
    if (!isSince(request, '2.59')) {
      const all = await this.migrations.list(filters);
      return {
        migrations: all.filter(({ hidden }) => hidden !== true).map((one) => migrationView(one, request, this.links)),
      };
    }
    const page = await this.migrations.page({ ...filters, ...timesIn(query) }, this.links.page(request));
    const shown = page.filter(({ hidden }) => hidden !== true);
    const ids = shown.map(({ uuid }) => uuid ?? '');
    const next = this.links.next(request, 'os-migrations', ids);
    return {
      migrations: shown.map((one) => migrationView(one, request, this.links)),
      ...(next.length === 0 ? {} : { migrations_links: next }),
    };
  }
}

function filtersIn(query: URLSearchParams): MigrationFilters {
  const hidden = lastOf(query, 'hidden');
  return {
    status: lastOf(query, 'status'),
    host: lastOf(query, 'host'),
    sourceCompute: lastOf(query, 'source_compute'),
    migrationType: lastOf(query, 'migration_type'),
    instanceUuid: lastOf(query, 'instance_uuid'),
    hidden: hidden === undefined ? undefined : (flagOf(hidden) ?? false),
    userId: lastOf(query, 'user_id'),
    projectId: lastOf(query, 'project_id'),
  };
}

/** Throws `HttpError` 400 for an end before the beginning. */
function timesIn(query: URLSearchParams): Pick<MigrationFilters, 'changesSince' | 'changesBefore'> {
  const [since, before] = [timeIn(query, 'changes-since'), timeIn(query, 'changes-before')];
  if (since !== undefined && before !== undefined && before < since)
    throw new HttpError(400, 'The value of changes-since must be less than or equal to changes-before.');
  return { changesSince: since, changesBefore: before };
}

/** In UTC where no zone is said. */
function timeIn(query: URLSearchParams, name: string): Date | undefined {
  const text = lastOf(query, name);
  if (text === undefined) return undefined;
  const hasZone = /(?:Z|[+-]\d{2}:?(?:\d{2})?)$/i.test(text.slice(10));
  return new Date(hasZone || text.length <= 10 ? text : `${text}Z`);
}
