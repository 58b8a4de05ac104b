// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import type { BackupRow } from '../../../backups/backup-repository.js';
import type { BackupService } from '../../../backups/backup-service.js';
import { InvalidParameterValue } from '../../../errors/base.js';
import type { Page } from '../../../paging/page.js';
import { removeInvalidFilters, type ResourceFilters } from '../../../resource-filters/resource-filters.js';
import type { CollectionRequests } from '../../collection-requests.js';
import { flagOf, queryFlag } from '../../flag.js';
import { microversionOf } from '../../microversion.js';

/** Microversions at which lists of backups changed. */
const SORT_BY_NAME = 3037;
const WITH_COUNT = 3045;

/** What both lists of backups have in common. */
export class BackupLists {
  readonly #backups: BackupService;
  readonly #requests: CollectionRequests;
  readonly #filters: ResourceFilters;

  constructor(backups: BackupService, requests: CollectionRequests, filters: ResourceFilters) {
    this.#backups = backups;
    this.#requests = requests;
    this.#filters = filters;
  }

  /** @param collection - `backups`, or `backups/detail`: the next page is there */
  async answer(
    context: RequestContext,
    request: Request,
    collection: string,
    view: (backup: BackupRow) => Record<string, unknown>,
  ): Promise<Record<string, unknown>> {
    const microversion = microversionOf(request);
    const { page, filters: given } = this.#requests.read(request);
    const counts = microversion >= WITH_COUNT && queryFlag(request.query, 'with_count');
    const uncounted = Object.fromEntries(Object.entries(given).filter(([name]) => name !== 'with_count'));
    const { all_tenants: all, ...filters } = this.#filters.process(
      context,
      microversion >= WITH_COUNT ? uncounted : given,
      {
        resource: 'backup',
        microversion,
        before: (unchecked) => removeInvalidFilters(context, unchecked, ['name', 'status', 'volume_id']),
      },
    );
    const allProjects = all === undefined ? false : flagOf(all);
    if (allProjects === undefined)
      throw new InvalidParameterValue(`all_tenants must be a boolean, got '${all ?? ''}'.`);
    const query = { filters, allProjects };
    const rows = await this.#backups.list(context, { ...sortedByName(page, microversion), ...query });
    const links = this.#requests.nextLinks(request, collection, rows);
    return {
      backups: rows.map(view),
      ...(links.length === 0 ? {} : { backups_links: links }),
      ...(counts ? { count: await this.#backups.count(context, query) } : {}),
    };
  }
}

/** From 3.37 on the key `name` is known. */
function sortedByName(page: Page, microversion: number): Page {
  if (microversion < SORT_BY_NAME || page.sortKeys === undefined) return page;
  return { ...page, sortKeys: page.sortKeys.map((key) => (key === 'name' ? 'display_name' : key)) };
}
