// SPDX-License-Identifier: Apache-2.0
import type { Request, Response } from '@stackport/wsgi';

/** The type of an answer that upstream's handler makes whole, as webob has it where nobody says otherwise. */
export const BARE_TYPE = 'text/html; charset=UTF-8';

const RESOURCE = 'volumes|snapshots|types|qos-specs|os-volume-transfer|volume-transfers|messages|group_types';

/** Operations whose handlers make their empty answer whole (cinder 21, api/contrib and api/v3, `webob.Response`). */
const OPERATIONS: Readonly<Record<string, RegExp>> = {
  DELETE: new RegExp(
    `/(?:(?:${RESOURCE}|group_snapshots|cgsnapshots)/[^/]+|(?:volumes|snapshots)/[^/]+/metadata/[^/]+` +
      `|types/[^/]+/encryption/[^/]+|group_types/[^/]+/group_specs/[^/]+)$`,
  ),
  GET: /\/qos-specs\/[^/]+\/(?:associate|disassociate|disassociate_all)$/,
  POST: /\/consistencygroups\/[^/]+\/delete$/,
  PUT: /\/(?:qos-specs\/[^/]+\/delete_keys|groups\/[^/]+|consistencygroups\/[^/]+\/update|os-services\/(?:failover_host|failover|set-log))$/,
};

/** The same for what is asked by the name of an action. */
const ACTIONS: readonly (readonly [path: RegExp, actions: RegExp])[] = [
  [/\/volumes\/[^/]+\/action$/, /^os-(?:unset_image_metadata|unmanage)$/],
  [/\/snapshots\/[^/]+\/action$/, /^os-(?:update_snapshot_status|unmanage)$/],
  [/\/types\/[^/]+\/action$/, /^(?:add|remove)ProjectAccess$/],
  [/\/groups\/[^/]+\/action$/, /^(?:delete|reset_status|enable_replication|disable_replication|failover_replication)$/],
  [/\/group_snapshots\/[^/]+\/action$/, /^reset_status$/],
];

/** Whether an answer is one that upstream's handler made whole, and that does not go through its ResponseObject. */
export async function isBareAnswer(request: Request, response: Response): Promise<boolean> {
  const { method, pathInfo: path } = request;
  if (response.status >= 300) return false;
  // From 3.15 on a list of metadata is made whole for its ETag.
  if (method === 'GET' && response.headers.has('etag') && /\/volumes\/[^/]+\/metadata$/.test(path)) return true;
  if (response.headers.has('content-type')) return false;
  if (OPERATIONS[method]?.test(path) === true) return true;
  const actions = method === 'POST' ? ACTIONS.find(([pattern]) => pattern.test(path))?.[1] : undefined;
  if (actions === undefined) return false;
  const [action = ''] = Object.keys((await request.json()) as object);
  return actions.test(action);
}
