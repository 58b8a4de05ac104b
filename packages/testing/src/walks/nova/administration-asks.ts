// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { MakeAsk, RouteAsk } from '../policy-fixture.js';
import { HOST, type NovaObjects, OTHER_HOST } from './nova-objects.js';
import type { Asks } from './server-asks.js';

const authenticated: RouteAsk = { access: 'authenticated' };

/** What administrators look after. */
export function administrationAsks(objects: NovaObjects): Asks {
  const aboutHost: MakeAsk = () => ({ path: [HOST] });
  const service =
    (body?: unknown): MakeAsk =>
    async () => ({ path: [await objects.service()], ...(body === undefined ? {} : { body }) });
  return {
    // The pipeline has the version documents before it looks for a token.
    'GET /': { access: 'public' },
    'GET /versions/{}': { ...authenticated, ask: () => ({ path: ['v2.1'] }) },
    'GET /extensions': {},
    'GET /extensions/{}': () => ({ path: ['os-keypairs'] }),
    'GET /os-availability-zone': {},
    'GET /os-availability-zone/detail': {},
    'GET /os-console-auth-tokens/{}': async () => ({ path: [await objects.consoleToken()] }),
    'GET /os-hosts': {},
    'GET /os-hosts/{}': aboutHost,
    'PUT /os-hosts/{}': () => ({ path: [HOST], body: { status: 'enable' } }),
    'GET /os-hosts/{}/reboot': aboutHost,
    'GET /os-hosts/{}/shutdown': aboutHost,
    'GET /os-hosts/{}/startup': aboutHost,
    'GET /os-hypervisors': {},
    'GET /os-hypervisors/detail': {},
    'GET /os-hypervisors/statistics': {},
    'GET /os-hypervisors/{}': () => ({ path: [objects.node(HOST)] }),
    'GET /os-hypervisors/{}/search': aboutHost,
    'GET /os-hypervisors/{}/servers': aboutHost,
    'GET /os-hypervisors/{}/uptime': () => ({ path: [objects.node(HOST)] }),
    'GET /os-instance_usage_audit_log': {},
    'GET /os-instance_usage_audit_log/{}': () => ({ path: ['2026-11-27 00:00:00'] }),
    'GET /os-migrations': {},
    'GET /os-services': {},
    'PUT /os-services/{} [2.1-2.52]': () => ({ path: ['enable'], body: { host: HOST, binary: 'nova-compute' } }),
    'PUT /os-services/{} [2.53-]': service({ status: 'enabled' }),
    'DELETE /os-services/{}': service(),
    'POST /os-server-external-events': async () => ({
      body: { events: [{ name: 'network-changed', server_uuid: await objects.server() }] },
    }),
    ...aggregateAsks(objects),
    ...baremetalAsks(),
  };
}

function aggregateAsks(objects: NovaObjects): Asks {
  const about =
    (body?: unknown, host?: string): MakeAsk =>
    async () => ({ path: [await objects.aggregate(host)], ...(body === undefined ? {} : { body }) });
  const on = (name: string): string => `POST /os-aggregates/{}/action ${name}`;
  return {
    'GET /os-aggregates': {},
    'POST /os-aggregates': () => ({ body: { aggregate: { name: randomUUID() } } }),
    'GET /os-aggregates/{}': about(),
    'PUT /os-aggregates/{}': about({ aggregate: { name: randomUUID() } }),
    'DELETE /os-aggregates/{}': about(),
    [on('add_host')]: about({ add_host: { host: HOST } }),
    [on('remove_host')]: about({ remove_host: { host: OTHER_HOST } }, OTHER_HOST),
    [on('set_metadata')]: about({ set_metadata: { metadata: { key: 'value' } } }),
    'POST /os-aggregates/{}/images': about({ cache: [{ id: randomUUID() }] }),
  };
}

/** There is no bare-metal service, and nothing was ever changed there by this API. */
function baremetalAsks(): Asks {
  const refused: RouteAsk = { access: 'authenticated', success: [400] };
  const about = { ask: () => ({ path: ['node'] }) };
  const act = (name: string): RouteAsk => ({
    ...refused,
    ask: () => ({ path: ['node'], body: { [name]: { address: 'fa:16:3e:00:00:01' } } }),
  });
  return {
    'GET /os-baremetal-nodes': { success: [501] },
    'GET /os-baremetal-nodes/{}': { ...about, success: [501] },
    'POST /os-baremetal-nodes': { ...refused, ask: () => ({ body: {} }) },
    'DELETE /os-baremetal-nodes/{}': { ...refused, ...about },
    'POST /os-baremetal-nodes/{}/action add_interface': act('add_interface'),
    'POST /os-baremetal-nodes/{}/action remove_interface': act('remove_interface'),
  };
}
