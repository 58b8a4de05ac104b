// SPDX-License-Identifier: Apache-2.0
import { HttpError } from '@stackport/wsgi';
import type { ClusterFilters } from '../../../clusters/cluster-repository.js';
import { InvalidInput } from '../../../errors/base.js';
import { flagOf, queryFlag } from '../../flag.js';

const FILTERS = ['name', 'binary', 'is_up', 'disabled', 'num_hosts', 'num_down_hosts'];
const REPLICATION_FILTERS = ['replication_status', 'frozen', 'active_backend_id'];

/** The filters of a query. Throws InvalidInput, InvalidParameterValue. */
export function clusterFilters(query: URLSearchParams, replication: boolean): ClusterFilters {
  const allowed = replication ? [...FILTERS, ...REPLICATION_FILTERS] : FILTERS;
  const invalid = [...new Set(query.keys())].filter((name) => !allowed.includes(name));
  if (invalid.length > 0) throw new InvalidInput(`Invalid filter keys: ${invalid.join(', ')}`);
  const text = (name: string): string | undefined => query.get(name) ?? undefined;
  const number = (name: string): number | undefined => {
    const value = text(name);
    if (value === undefined) return undefined;
    if (!/^\d+$/.test(value)) throw new HttpError(400);
    return Number(value);
  };
  return {
    name: text('name'),
    binary: text('binary'),
    isUp: query.has('is_up') ? queryFlag(query, 'is_up') : undefined,
    disabled: query.has('disabled') ? queryFlag(query, 'disabled') : undefined,
    numHosts: number('num_hosts'),
    numDownHosts: number('num_down_hosts'),
    replicationStatus: text('replication_status'),
    frozen: query.has('frozen') ? (flagOf(query.get('frozen')) ?? false) : undefined,
    activeBackendId: text('active_backend_id'),
  };
}
