// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { taskStates } from '../instances/states.js';
import { objectOf } from '../object-values.js';
import { IMAGE, order, TestCloud } from './test-cloud.js';

let cloud: TestCloud;
afterEach(() => cloud.close());

const server = async (uuid: string) => (await cloud.cell()).instances.get(uuid, ['fault'], true);
const wire = async (uuid: string) => objectOf('Instance', await server(uuid));

async function active(): Promise<string> {
  const [uuid] = (await cloud.creation.run(cloud.context, order(await cloud.flavor()))).uuids;
  await expect.poll(async () => (await server(uuid).catch(() => undefined))?.vm_state).toBe('active');
  return uuid;
}

describe('a console', () => {
  it('is opened by a token that the database has the hash of', async () => {
    cloud = await TestCloud.open({ spice: { enabled: true }, serial_console: { enabled: true } });
    await cloud.host('a');
    const uuid = await active();
    const cell = await cloud.cell();
    const console = await cell.compute.getConsole(cloud.context, await wire(uuid), 'vnc', 'novnc');
    const token = String(console.token);
    expect(console).toEqual({
      host: 'fakevncconsole.com',
      port: 6969,
      internal_access_path: 'FAKE',
      token,
      access_url: `http://127.0.0.1:6080/vnc_auto.html?path=%3Ftoken%3D${token}`,
    });
    const { database } = await cloud.databases.cells.openOwn();
    const [row] = await database.client.consoleAuthToken.findMany();
    const tokenHash = createHash('sha256').update(token).digest('hex');
    expect(row).toMatchObject({ tokenHash, instanceUuid: uuid, consoleType: 'novnc', port: 6969 });
    const serial = await cell.compute.getConsole(cloud.context, await wire(uuid), 'serial', 'serial');
    expect(serial.access_url).toBe(`ws://127.0.0.1:6083/?token=${String(serial.token)}`);
    expect(await cell.compute.getConsole(cloud.context, await wire(uuid), 'spice', 'spice-html5')).toMatchObject({
      tlsPort: 6970,
    });
    expect(await cell.compute.validateConsolePort(cloud.context, await wire(uuid), '6969', 'novnc')).toBe(true);
    expect(await cell.compute.validateConsolePort(cloud.context, await wire(uuid), '1', 'serial')).toBe(false);
  });

  it('of a type that is none, or switched off, is refused', async () => {
    cloud = await TestCloud.open();
    await cloud.host('a');
    const uuid = await active();
    const { compute } = await cloud.cell();
    const open = async (protocol: 'vnc' | 'rdp', type: string) =>
      compute.getConsole(cloud.context, await wire(uuid), protocol, type);
    await expect(open('vnc', 'xvpvnc')).rejects.toMatchObject({ excType: 'ConsoleTypeInvalid' });
    await expect(open('rdp', 'rdp-html5')).rejects.toMatchObject({ excType: 'ConsoleTypeUnavailable' });
    expect((await server(uuid)).fault?.message).toBe('Unavailable console type rdp-html5.');
  });
});

describe('a guest', () => {
  it('gets a password while it runs, and none while it does not', async () => {
    cloud = await TestCloud.open();
    const driver = await cloud.host('a');
    const uuid = await active();
    const { compute, instances } = await cloud.cell();
    await instances.save(uuid, { task_state: taskStates.updatingPassword });
    await compute.setAdminPassword(cloud.context, await wire(uuid), 'new');
    expect((await server(uuid)).task_state).toBeNull();
    await driver.powerOff({ uuid, name: '' }, { timeout: 0, retryInterval: 1 });
    await instances.save(uuid, { task_state: taskStates.updatingPassword });
    await expect(compute.setAdminPassword(cloud.context, await wire(uuid), 'new')).rejects.toMatchObject({
      excType: 'InstancePasswordSetFailed',
    });
    expect((await server(uuid)).task_state).toBeNull();
    expect((await server(uuid)).fault?.message).toMatch('is not running');
  });
});

describe('a host', () => {
  it('is switched off and on where placement sees it, and fetches images in advance', async () => {
    cloud = await TestCloud.open();
    await cloud.host('a');
    const { compute, nodes } = await cloud.cell();
    const [node] = await nodes.list();
    const traits = async () => cloud.placement.traitsOf(node?.uuid ?? '');
    expect(await compute.setHostEnabled(cloud.context, 'a', false)).toBe('disabled');
    expect(await traits()).toContain('COMPUTE_STATUS_DISABLED');
    expect(await compute.setHostEnabled(cloud.context, 'a', true)).toBe('enabled');
    expect(await traits()).not.toContain('COMPUTE_STATUS_DISABLED');
    expect(await compute.hostPowerAction(cloud.context, 'a', 'reboot')).toBe('reboot');
    expect(await compute.hostMaintenanceMode(cloud.context, 'a', 'a', true)).toBe('on_maintenance');
    expect(await compute.cacheImages(cloud.context, 'a', [IMAGE.id])).toEqual({ [IMAGE.id]: 'cached' });
    expect(await compute.cacheImages(cloud.context, 'a', [IMAGE.id])).toEqual({ [IMAGE.id]: 'existing' });
  });
});
