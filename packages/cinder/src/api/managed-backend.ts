// SPDX-License-Identifier: Apache-2.0
import { HttpError, type Request } from '@stackport/wsgi';
import { InvalidInput, InvalidParameterValue } from '../errors/base.js';
import type { ManageablePage } from '../rpc/volume-rpc.js';
import type { BackendName } from '../services/managed-backends.js';
import { DATABASE_MAX_INT, type CollectionRequests } from './collection-requests.js';
import { microversionOf } from './microversion.js';

/** Lists of manageable things may name a cluster from here on. */
const LIST_OF_CLUSTER = 3017;
/** Where the paths of the core begin; those of the extensions are as old as the API. */
const CORE = 3008;

const SORT_KEYS = ['reference', 'size'];
const SORT_DIRECTIONS = ['asc', 'desc'];

/** Answers 404, as upstream's controllers of these paths do themselves. */
export function requireCoreVersion(request: Request): void {
  if (microversionOf(request) < CORE) throw new HttpError(404);
}

/**
 * The back end that a request names: a host, or from a microversion on a cluster instead (cinder 21, get_cluster_host).
 * Throws `InvalidInput`.
 */
export function backendNameOf(
  request: Request,
  { host, cluster }: { readonly host?: string | null | undefined; readonly cluster?: string | null | undefined },
  clusterSince: number,
): BackendName {
  const takesCluster = microversionOf(request) >= clusterSince;
  const [hostName, clusterName] = [given(host), takesCluster ? given(cluster) : null];
  if ((clusterName === null) === (hostName === null))
    throw new InvalidInput(
      takesCluster ? 'One and only one of cluster and host must be set.' : 'Host field is missing.',
    );
  return { host: hostName, clusterName };
}

/** What is empty is none. */
function given(text: string | null | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

/** Which part of which back end's list is asked for. Throws `InvalidInput`, `InvalidParameterValue`, `HttpError` 400. */
export function manageableQuery(
  request: Request,
  collections: CollectionRequests,
): { readonly backend: BackendName; readonly page: ManageablePage } {
  const backend = backendNameOf(
    request,
    { host: request.query.get('host'), cluster: request.query.get('cluster') },
    LIST_OF_CLUSTER,
  );
  const { page } = collections.read(request, { sortKey: 'reference' });
  const { marker = null, limit = DATABASE_MAX_INT, offset = 0, sortKeys = [], sortDirections = [] } = page;
  requireKnown('keys', sortKeys, SORT_KEYS);
  requireKnown('dirs', sortDirections, SORT_DIRECTIONS);
  return { backend, page: { marker, limit, offset, sortKeys, sortDirs: sortDirections } };
}

function requireKnown(what: 'keys' | 'dirs', given: readonly string[], known: readonly string[]): void {
  const others = given.filter((one) => !known.includes(one));
  if (others.length > 0) throw new InvalidParameterValue(`Invalid sort ${what} passed: ${others.join(', ')}`);
}
