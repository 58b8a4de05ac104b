// SPDX-License-Identifier: Apache-2.0
import type { MakeAsk } from '../policy-fixture.js';
import { ADDRESS, LOST_HOST, type NovaObjects, OWNER, type ServerWithPort } from './nova-objects.js';
import { aboutServer, type Asks, type ServerValues } from './server-asks.js';

const RULE = 'os_compute_api';

/** What is done with servers, by `POST /servers/{}/action` and by its older name. */
export function serverActionAsks(objects: NovaObjects): Asks {
  const asks = actionAsks(objects);
  return Object.fromEntries(
    Object.entries(asks).flatMap(([name, ask]) =>
      ['servers', 'os-volumes_boot'].map((resource) => [`POST /${resource}/{}/action ${name}`, ask]),
    ),
  );
}

function actionAsks(objects: NovaObjects): Asks {
  const act = (name: string, argument: unknown = null, values?: ServerValues): MakeAsk =>
    aboutServer(objects, { [name]: argument }, values);
  const resized =
    (name: string): MakeAsk =>
    async () => {
      const id = await objects.server({ vmState: 'resized' }, { isResized: true });
      await objects.migration(id);
      return { path: [id], owner: OWNER, body: { [name]: null } };
    };
  return {
    confirmResize: resized('confirmResize'),
    revertResize: resized('revertResize'),
    // The other rules are met by a server on volumes, by certificates, and by a server of another cell.
    createImage: { ask: act('createImage', { name: 'image' }), rules: [`${RULE}:servers:create_image`] },
    rebuild: {
      ask: (caller) => act('rebuild', { imageRef: objects.neighbours.image() })(caller),
      rules: [`${RULE}:servers:rebuild`],
    },
    resize: {
      ask: async () => ({
        path: [await objects.server()],
        owner: OWNER,
        body: { resize: { flavorRef: await objects.flavor() } },
      }),
      rules: [`${RULE}:servers:resize`],
    },
    createBackup: act('createBackup', { name: 'backup', backup_type: 'daily', rotation: 1 }),
    'os-start': act('os-start', null, { vmState: 'stopped', powerState: 4 }),
    'os-stop': act('os-stop'),
    reboot: act('reboot', { type: 'HARD' }),
    trigger_crash_dump: act('trigger_crash_dump'),
    injectNetworkInfo: act('injectNetworkInfo'),
    'os-resetState': act('os-resetState', { state: 'active' }),
    // Gone for everybody, before anything is looked for.
    resetNetwork: {
      ask: () => ({ path: ['server'], body: { resetNetwork: null } }),
      access: 'authenticated',
      success: [410],
    },
    changePassword: act('changePassword', { adminPass: 'secret' }),
    'os-getConsoleOutput': act('os-getConsoleOutput', {}),
    forceDelete: act('forceDelete'),
    restore: act('restore', null, { vmState: 'soft-delete' }),
    evacuate: act('evacuate', {}, { host: LOST_HOST, node: LOST_HOST }),
    lock: act('lock'),
    // Only the lock of an administrator comes to `unlock_override`.
    unlock: {
      ask: act('unlock', null, { locked: true, lockedBy: 'owner' }),
      rules: [`${RULE}:os-lock-server:unlock`],
    },
    migrate: act('migrate'),
    'os-migrateLive': act('os-migrateLive', { host: null, block_migration: 'auto' }),
    pause: act('pause'),
    unpause: act('unpause', null, { vmState: 'paused', powerState: 3 }),
    suspend: act('suspend'),
    resume: act('resume', null, { vmState: 'suspended', powerState: 4 }),
    rescue: act('rescue', {}),
    unrescue: act('unrescue', null, { vmState: 'rescued' }),
    shelve: act('shelve'),
    shelveOffload: act('shelveOffload', null, { vmState: 'shelved', powerState: 4 }),
    // A host is named in no ask.
    unshelve: {
      ask: act('unshelve', null, { vmState: 'shelved_offloaded', host: null, node: null }),
      rules: [`${RULE}:os-shelve:unshelve`],
    },
    'os-getVNCConsole': act('os-getVNCConsole', { type: 'novnc' }),
    'os-getSPICEConsole': act('os-getSPICEConsole', { type: 'spice-html5' }),
    'os-getRDPConsole': act('os-getRDPConsole', { type: 'rdp-html5' }),
    'os-getSerialConsole': act('os-getSerialConsole', { type: 'serial' }),
    ...networkActionAsks(objects),
  };
}

function networkActionAsks(objects: NovaObjects): Asks {
  const { network } = objects.neighbours;
  const act =
    (name: string, argument: (server: ServerWithPort) => unknown): MakeAsk =>
    async () => {
      const server = await objects.serverWithPort();
      return { path: [server.id], owner: OWNER, body: { [name]: argument(server) } };
    };
  const floating = (values: Readonly<Record<string, unknown>> = {}): string => {
    const address = `192.0.2.${network.changes}`;
    const external = network.add('networks', OWNER, { name: 'public', 'router:external': true });
    const none = { port_id: null, fixed_ip_address: null, port_details: null };
    network.add('floatingips', OWNER, {
      floating_ip_address: address,
      floating_network_id: external,
      ...none,
      ...values,
    });
    return address;
  };
  const group = (): string => network.add('security-groups', OWNER, { name: 'web', security_group_rules: [] });
  return {
    addFixedIp: act('addFixedIp', ({ networkId }) => ({ networkId })),
    removeFixedIp: act('removeFixedIp', () => ({ address: ADDRESS })),
    addFloatingIp: act('addFloatingIp', () => ({ address: floating() })),
    removeFloatingIp: act('removeFloatingIp', ({ id, portId }) => ({
      address: floating({ port_id: portId, fixed_ip_address: ADDRESS, port_details: { device_id: id } }),
    })),
    addSecurityGroup: act('addSecurityGroup', () => ({ name: group() })),
    removeSecurityGroup: async () => {
      const name = group();
      const { id } = await objects.serverWithPort({ groups: [name] });
      return { path: [id], owner: OWNER, body: { removeSecurityGroup: { name } } };
    },
  };
}
