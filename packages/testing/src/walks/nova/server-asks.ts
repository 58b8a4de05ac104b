// SPDX-License-Identifier: Apache-2.0
import type { MakeAsk, RouteAsk } from '../policy-fixture.js';
import { HOST, type NovaObjects, OTHER_HOST, OWNER } from './nova-objects.js';

export type Asks = Readonly<Record<string, RouteAsk | MakeAsk>>;
export type ServerValues = Parameters<NovaObjects['server']>[0];

const RULE = 'os_compute_api';

/** Where a shelved server is: nowhere. */
const offloaded = { vmState: 'shelved_offloaded', host: null, node: null } as const;

/** A request about a server of the owner's. */
export function aboutServer(objects: NovaObjects, body?: unknown, values?: ServerValues): MakeAsk {
  return async () => ({
    path: [await objects.server(values)],
    owner: OWNER,
    ...(body === undefined ? {} : { body }),
  });
}

/** Servers, with what they have. */
export function serverAsks(objects: NovaObjects): Asks {
  const listed: MakeAsk = async () => ({ owner: OWNER, listed: await objects.server() });
  const order = (): unknown => ({
    server: {
      name: 'walk',
      flavorRef: objects.flavorId,
      imageRef: objects.neighbours.image(),
      networks: 'none',
    },
  });
  const own: Asks = {
    // Other rules are met where a query asks for other projects, or a body for a host, a network or volumes.
    'GET /servers': { ask: listed, rules: [`${RULE}:servers:index`] },
    'GET /servers/detail': { ask: listed, rules: [`${RULE}:servers:detail`] },
    'POST /servers': { ask: () => ({ body: order() }), rules: [`${RULE}:servers:create`] },
    'GET /servers/{}': aboutServer(objects),
    'PUT /servers/{}': aboutServer(objects, { server: { name: 'new' } }),
    'DELETE /servers/{}': aboutServer(objects),
  };
  return {
    ...own,
    // The same under an older name.
    ...Object.fromEntries(Object.entries(own).map(([key, ask]) => [key.replace('/servers', '/os-volumes_boot'), ask])),
    'GET /servers/{}/diagnostics': aboutServer(objects),
    'GET /servers/{}/ips': aboutServer(objects),
    'GET /servers/{}/ips/{}': async () => ({ path: [(await objects.serverWithPort()).id, 'private'], owner: OWNER }),
    'GET /servers/{}/os-server-password': aboutServer(objects),
    'DELETE /servers/{}/os-server-password': aboutServer(objects),
    'GET /servers/{}/os-security-groups': aboutServer(objects),
    'GET /servers/{}/topology': aboutServer(objects),
    'POST /servers/{}/remote-consoles': aboutServer(objects, { remote_console: { protocol: 'vnc', type: 'novnc' } }),
    ...metadataAsks(objects),
    ...historyAsks(objects),
    ...deviceAsks(objects),
  };
}

function metadataAsks(objects: NovaObjects): Asks {
  const metadata =
    (body?: unknown, key = false): MakeAsk =>
    async () => {
      const id = await objects.server();
      await objects.metadata(id);
      return { path: key ? [id, 'key'] : [id], owner: OWNER, ...(body === undefined ? {} : { body }) };
    };
  const tags =
    (body?: unknown, tag?: string): MakeAsk =>
    async () => {
      const id = await objects.server();
      await objects.tag(id);
      return { path: tag === undefined ? [id] : [id, tag], owner: OWNER, ...(body === undefined ? {} : { body }) };
    };
  return {
    'GET /servers/{}/metadata': metadata(),
    'POST /servers/{}/metadata': metadata({ metadata: { other: 'value' } }),
    'PUT /servers/{}/metadata': metadata({ metadata: { other: 'value' } }),
    'GET /servers/{}/metadata/{}': metadata(undefined, true),
    'PUT /servers/{}/metadata/{}': metadata({ meta: { key: 'changed' } }, true),
    'DELETE /servers/{}/metadata/{}': metadata(undefined, true),
    'GET /servers/{}/tags': tags(),
    'PUT /servers/{}/tags': tags({ tags: ['other'] }),
    'DELETE /servers/{}/tags': tags(),
    'GET /servers/{}/tags/{}': tags(undefined, 'tag'),
    'PUT /servers/{}/tags/{}': { ask: tags(undefined, 'other'), success: [201] },
    'DELETE /servers/{}/tags/{}': tags(undefined, 'tag'),
  };
}

function historyAsks(objects: NovaObjects): Asks {
  const migrating =
    (body?: unknown): MakeAsk =>
    async () => {
      const id = await objects.server({ taskState: 'migrating' });
      const values = {
        status: 'running',
        migrationType: 'live_migration',
        sourceCompute: HOST,
        destCompute: OTHER_HOST,
      };
      const migration = await objects.migration(id, values as never);
      return { path: [id, migration], owner: OWNER, ...(body === undefined ? {} : { body }) };
    };
  return {
    'GET /servers/{}/os-instance-actions': aboutServer(objects),
    'GET /servers/{}/os-instance-actions/{}': async () => {
      const id = await objects.server();
      return { path: [id, await objects.action(id)], owner: OWNER };
    },
    'GET /servers/{}/migrations': aboutServer(objects),
    'GET /servers/{}/migrations/{}': migrating(),
    'DELETE /servers/{}/migrations/{}': migrating(),
    'POST /servers/{}/migrations/{}/action force_complete': migrating({ force_complete: null }),
  };
}

/** Volumes and ports of servers. */
function deviceAsks(objects: NovaObjects): Asks {
  const attached =
    (body?: (volumeId: string) => unknown, values?: ServerValues): MakeAsk =>
    async () => {
      const id = await objects.server(values);
      const volumeId = await objects.attachedVolume(id);
      return { path: [id, volumeId], owner: OWNER, ...(body === undefined ? {} : { body: body(volumeId) }) };
    };
  const withPort: MakeAsk = async () => {
    const { id, portId } = await objects.serverWithPort();
    return { path: [id, portId], owner: OWNER };
  };
  return {
    'GET /servers/{}/os-volume_attachments': aboutServer(objects),
    'POST /servers/{}/os-volume_attachments': async () => ({
      // No host is asked for the name of the device.
      path: [await objects.server(offloaded)],
      owner: OWNER,
      body: { volumeAttachment: { volumeId: objects.neighbours.volume(OWNER) } },
    }),
    'GET /servers/{}/os-volume_attachments/{}': attached(),
    'PUT /servers/{}/os-volume_attachments/{}': {
      ask: attached((volumeId) => ({ volumeAttachment: { volumeId, delete_on_termination: true } })),
      // Another volume comes to `swap`.
      rules: [`${RULE}:os-volumes-attachments:update`],
    },
    'DELETE /servers/{}/os-volume_attachments/{}': attached(undefined, offloaded),
    'GET /servers/{}/os-interface': aboutServer(objects),
    'POST /servers/{}/os-interface': {
      ask: async () => ({
        path: [await objects.server()],
        owner: OWNER,
        body: { interfaceAttachment: { net_id: (await objects.serverWithPort()).networkId } },
      }),
      // The one for external networks is met by a network that is one.
      rules: [`${RULE}:os-attach-interfaces:create`, `${RULE}:os-attach-interfaces:show`],
    },
    'GET /servers/{}/os-interface/{}': withPort,
    'DELETE /servers/{}/os-interface/{}': withPort,
  };
}
