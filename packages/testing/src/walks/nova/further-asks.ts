// SPDX-License-Identifier: Apache-2.0
import type { MakeAsk, PolicyFixture } from '../policy-fixture.js';
import { HOST, type NovaObjects, OTHER_HOST, OWNER, STRANGER } from './nova-objects.js';

const RULE = 'os_compute_api';

/** Requests that meet rules which others of their routes do not: other projects, hosts, volumes, certificates. */
export function furtherAsks(objects: NovaObjects): NonNullable<PolicyFixture['further']> {
  const target = { project_id: OWNER };
  return [
    ['GET /limits', { ask: () => ({ query: `?tenant_id=${OWNER}` }), rules: [`${RULE}:limits:other_project`] }],
    ['GET /os-server-groups', { ask: () => ({ query: '?all_projects=1' }), rules: [`${RULE}:os-server-groups:index`] }],
    [
      'GET /os-simple-tenant-usage/{}',
      {
        ask: () => ({ path: [STRANGER], target: { project_id: STRANGER } }),
        rules: [`${RULE}:os-simple-tenant-usage:show`],
      },
    ],
    [
      'GET /servers',
      {
        ask: () => ({ query: '?all_tenants=1' }),
        rules: [`${RULE}:servers:index`, `${RULE}:servers:index:get_all_tenants`],
      },
    ],
    [
      'GET /servers/detail',
      {
        ask: () => ({ query: '?all_tenants=1' }),
        rules: [`${RULE}:servers:detail`, `${RULE}:servers:detail:get_all_tenants`],
      },
    ],
    ...creationAsks(objects),
    ...actionAsks(objects),
    [
      'PUT /servers/{}/os-volume_attachments/{}',
      {
        ask: async () => {
          const id = await objects.server();
          const path = [id, await objects.attachedVolume(id)];
          return {
            path,
            owner: OWNER,
            target,
            body: { volumeAttachment: { volumeId: objects.neighbours.volume(OWNER) } },
          };
        },
        rules: [`${RULE}:os-volumes-attachments:swap`],
      },
    ],
  ];
}

function creationAsks(objects: NovaObjects): NonNullable<PolicyFixture['further']> {
  const { network } = objects.neighbours;
  const create = (values: (project: string) => object | Promise<object>, ...rules: readonly string[]) => {
    const ask: MakeAsk = async ({ credentials }) => ({
      body: {
        server: {
          ...{ name: 'walk', flavorRef: objects.flavorId, imageRef: objects.neighbours.image(), networks: 'none' },
          ...(await values(String(credentials?.project_id))),
        },
      },
    });
    return ['POST /servers', { ask, rules: [`${RULE}:servers:create`, ...rules] }] as const;
  };
  const volume = (project: string): object => {
    const imageRef = objects.neighbours.image();
    return {
      imageRef,
      block_device_mapping_v2: [
        { uuid: imageRef, source_type: 'image', destination_type: 'local', boot_index: 0 },
        { uuid: objects.neighbours.volume(project), source_type: 'volume', destination_type: 'volume' },
      ],
    };
  };
  const inNetwork = (project: string): object => {
    const uuid = network.add('networks', project, { name: 'private', subnets: ['subnet'] });
    network.add('subnets', project, { network_id: uuid, cidr: '10.0.0.0/24' });
    return { networks: [{ uuid }] };
  };
  return [
    create(() => ({ availability_zone: `nova:${HOST}` }), `${RULE}:servers:create:forced_host`),
    create(() => ({ host: HOST }), 'compute:servers:create:requested_destination'),
    create(volume, `${RULE}:servers:create:attach_volume`),
    create(inNetwork, `${RULE}:servers:create:attach_network`),
    create(
      () => ({ trusted_image_certificates: ['674736e3-f25c-405c-8362-bbf991e0ce0a'] }),
      `${RULE}:servers:create:trusted_certs`,
    ),
    create(async () => ({ flavorRef: await objects.flavor({ disk: 0 }) }), `${RULE}:servers:create:zero_disk_flavor`),
  ];
}

function actionAsks(objects: NovaObjects): NonNullable<PolicyFixture['further']> {
  const act = (
    name: string,
    argument: () => unknown,
    rules: readonly string[],
    values?: Parameters<NovaObjects['server']>[0],
  ) => {
    const ask: MakeAsk = async () => ({
      path: [await objects.server(values)],
      owner: OWNER,
      body: { [name]: argument() },
    });
    return [`POST /servers/{}/action ${name}`, { ask, rules }] as const;
  };
  const certificates = ['674736e3-f25c-405c-8362-bbf991e0ce0a'];
  return [
    act('rebuild', () => ({ imageRef: objects.neighbours.image(), trusted_image_certificates: certificates }), [
      `${RULE}:servers:rebuild`,
      `${RULE}:servers:rebuild:trusted_certs`,
    ]),
    act('unlock', () => null, [`${RULE}:os-lock-server:unlock`, `${RULE}:os-lock-server:unlock:unlock_override`], {
      locked: true,
      lockedBy: 'admin',
    }),
    act(
      'unshelve',
      () => ({ host: OTHER_HOST }),
      [`${RULE}:os-shelve:unshelve`, `${RULE}:os-shelve:unshelve_to_host`],
      { vmState: 'shelved_offloaded', host: null, node: null },
    ),
  ];
}
