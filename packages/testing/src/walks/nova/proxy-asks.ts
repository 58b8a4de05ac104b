// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { MakeAsk, RouteAsk } from '../policy-fixture.js';
import { type NovaObjects, OWNER } from './nova-objects.js';
import type { Asks } from './server-asks.js';

/** What other services have had for long, and old clients ask Compute for: who owns it is theirs to say. */
export function proxyAsks(objects: NovaObjects): Asks {
  return {
    ...volumeAsks(objects),
    ...assistedSnapshotAsks(objects),
    ...networkAsks(objects),
    ...securityGroupAsks(objects),
  };
}

function volumeAsks({ neighbours }: NovaObjects): Asks {
  const volume: MakeAsk = () => ({ path: [neighbours.volume(OWNER)], owner: OWNER });
  const snapshot: MakeAsk = () => ({ path: [neighbours.snapshot(OWNER)], owner: OWNER });
  const volumes: MakeAsk = () => ({ owner: OWNER, listed: neighbours.volume(OWNER) });
  const snapshots: MakeAsk = () => ({ owner: OWNER, listed: neighbours.snapshot(OWNER) });
  return {
    'GET /os-volumes': volumes,
    'GET /os-volumes/detail': volumes,
    'GET /os-volumes/{}': volume,
    'POST /os-volumes': () => ({ body: { volume: { size: 1 } } }),
    'DELETE /os-volumes/{}': volume,
    'GET /os-snapshots': snapshots,
    'GET /os-snapshots/detail': snapshots,
    'GET /os-snapshots/{}': snapshot,
    'POST /os-snapshots': () => ({ owner: OWNER, body: { snapshot: { volume_id: neighbours.volume(OWNER) } } }),
    'DELETE /os-snapshots/{}': snapshot,
  };
}

/** What the Block Storage service asks for, whose project has nothing to do with the volume's. */
function assistedSnapshotAsks(objects: NovaObjects): Asks {
  return {
    'POST /os-assisted-volume-snapshots': async () => ({
      body: {
        snapshot: {
          volume_id: await objects.attachedVolume(await objects.server()),
          create_info: { snapshot_id: randomUUID(), type: 'qcow2', new_file: 'volume.snapshot' },
        },
      },
    }),
    'DELETE /os-assisted-volume-snapshots/{}': async () => {
      const deleteInfo = { volume_id: await objects.attachedVolume(await objects.server()) };
      return { path: [randomUUID()], query: `?delete_info=${encodeURIComponent(JSON.stringify(deleteInfo))}` };
    },
  };
}

function networkAsks({ neighbours: { network } }: NovaObjects): Asks {
  const aNetwork = (): string => network.add('networks', OWNER, { name: 'private' });
  const about: MakeAsk = () => ({ path: [aNetwork()], owner: OWNER });
  const listed: MakeAsk = () => ({ owner: OWNER, listed: aNetwork() });
  const pool = (): string =>
    network.add('networks', OWNER, { name: `pool-${network.changes}`, 'router:external': true, shared: true });
  const floatingIp = (): string =>
    network.add('floatingips', OWNER, {
      ...{ floating_ip_address: `192.0.2.${network.changes}`, floating_network_id: pool() },
      ...{ port_id: null, fixed_ip_address: null, port_details: null },
    });
  return {
    'GET /os-networks': listed,
    'GET /os-networks/{}': about,
    'GET /os-tenant-networks': listed,
    'GET /os-tenant-networks/{}': about,
    'GET /os-floating-ip-pools': {},
    'GET /os-floating-ips': () => ({ owner: OWNER, listed: floatingIp() }),
    'GET /os-floating-ips/{}': () => ({ path: [floatingIp()], owner: OWNER }),
    'POST /os-floating-ips': () => ({ body: { pool: pool() } }),
    'DELETE /os-floating-ips/{}': () => ({ path: [floatingIp()], owner: OWNER }),
  };
}

function securityGroupAsks({ neighbours: { network } }: NovaObjects): Asks {
  const group = (): string => network.add('security-groups', OWNER, { name: 'web', security_group_rules: [] });
  const about =
    (body?: unknown): MakeAsk =>
    () => ({ path: [group()], owner: OWNER, ...(body === undefined ? {} : { body }) });
  const texts = { security_group: { name: 'web', description: 'new' } };
  const rule = (): string =>
    network.add('security-group-rules', OWNER, { security_group_id: group(), direction: 'ingress' });
  const created: RouteAsk | MakeAsk = () => ({
    owner: OWNER,
    body: {
      security_group_rule: {
        ...{ parent_group_id: group(), ip_protocol: 'tcp', from_port: 80, to_port: 80, cidr: '10.0.0.0/8' },
      },
    },
  });
  return {
    'GET /os-security-groups': () => ({ owner: OWNER, listed: group() }),
    'POST /os-security-groups': () => ({ body: texts }),
    'GET /os-security-groups/{}': about(),
    'PUT /os-security-groups/{}': about(texts),
    'DELETE /os-security-groups/{}': about(),
    'POST /os-security-group-rules': created,
    'DELETE /os-security-group-rules/{}': () => ({ path: [rule()], owner: OWNER }),
  };
}
