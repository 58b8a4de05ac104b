// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from './client.js';
import { forms, propertiesOf } from './message-forms.js';
import { ADMIN_PROJECT, people } from './nova-golden/people.js';
import { IMAGE, RecordedCloud } from './nova-golden/recorded-cloud.js';
import { RabbitTap, RabbitVhost } from './rabbit.js';
import { RecordedBus } from './recorded-bus.js';
import { type MessageBody, messageOf, recordedNovaMessages, type RecordedMessage } from './recorded-messages.js';
import { recordedObjectCalls } from './recorded-object-calls.js';

const SERVER = '4d7d630d-e1a8-4ee3-a580-3abcd799e6ab';
const VOLUME = 'fe0843e5-a70d-404d-b4e2-18cde2c719f0';
const ATTACHMENT = '094426bc-b48c-47a7-a7a3-7a46940605cd';
const CREATION = 'req-5ca01e69-c323-47ef-8d79-4ed48b723153';
/** Numbers that rows had where the messages were recorded. */
const ROWS = { instance: 192, imageDevice: 209, volumeDevice: 210, service: 4 };

const recorded = recordedNovaMessages();
const find = (method: string): RecordedMessage => {
  const found = recorded.find(({ message }) => message.method === method);
  if (found === undefined) throw new Error(`no ${method} was recorded`);
  return found;
};

describe('messages that Python’s nova sent', () => {
  let vhost: RabbitVhost;
  let cloud: RecordedCloud;
  let bus: RecordedBus;
  beforeAll(async () => {
    vhost = await RabbitVhost.create();
    cloud = await RecordedCloud.start(vhost.url);
    bus = await RecordedBus.open(vhost.url);
    const tokens = recorded.flatMap(({ message: { _context_auth_token: token } }) =>
      typeof token === 'string' ? [token] : [],
    );
    for (const text of new Set(tokens)) cloud.nova.validator.issue({ ...people.admin, text });
    for (const [table, last] of [
      ['instances', ROWS.instance - 1],
      ['block_device_mapping', ROWS.imageDevice - 1],
    ] as const)
      await cloud.cell.$executeRawUnsafe(`INSERT INTO sqlite_sequence (name, seq) VALUES ('${table}', ${last})`);
  }, 60_000);
  afterAll(async () => {
    await bus.close();
    await cloud.close();
    await vhost.remove();
  });

  const server = () => cloud.cell.instance.findUniqueOrThrow({ where: { uuid: SERVER } });
  const change = (data: object) => cloud.cell.instance.update({ where: { uuid: SERVER }, data });
  const device = (id: number) => cloud.cell.blockDeviceMapping.findUniqueOrThrow({ where: { id } });
  const becomes = (values: object) => expect.poll(() => server().catch(() => null)).toMatchObject(values);
  const allocations = async (): Promise<unknown> => {
    const { client, validator } = cloud.nova.placement ?? raise('there is no placement');
    const answer = await client.as(validator.issue({ roles: ['admin'] })).get(`/allocations/${SERVER}`);
    return Object.values((answer.json() as { allocations: Record<string, { resources: unknown }> }).allocations).map(
      ({ resources }) => resources,
    );
  };
  const HELD = [{ VCPU: 1, MEMORY_MB: 64, DISK_GB: 1 }];

  it('select_destinations chooses a host, and claims what the server needs', async () => {
    const chosen = (await bus.call(find('select_destinations'))) as Record<string, unknown>[][];
    expect(chosen).toMatchObject([
      [{ 'nova_object.name': 'Selection', 'nova_object.data': { service_host: 'anchor', nodename: 'anchor' } }],
    ]);
    expect(await allocations()).toEqual(HELD);
    const { client, validator } = cloud.nova.placement ?? raise('there is no placement');
    await client.as(validator.issue({ roles: ['admin'] })).delete(`/allocations/${SERVER}`);
  });

  it('schedule_and_build_instances makes the server on the host', async () => {
    await order();
    await bus.send(find('schedule_and_build_instances'));
    await becomes({ id: ROWS.instance, host: 'anchor', vmState: 'active', taskState: null, powerState: 1 });
    await cloud.settle();
    const { api, cells } = cloud.nova.databases;
    expect(await api.client.buildRequest.count()).toBe(0);
    const [cell] = await cells.listWithHosts();
    expect(await api.client.instanceMapping.findFirst({ where: { instanceUuid: SERVER } })).toMatchObject({
      cellId: cell?.id,
    });
    expect(await allocations()).toEqual(HELD);
    const action = await cloud.cell.instanceAction.findFirstOrThrow({ where: { requestId: CREATION } });
    expect(action).toMatchObject({ action: 'create', instanceUuid: SERVER, userId: people.admin?.user });
    expect(await cloud.cell.instanceActionEvent.findMany({ where: { actionId: action.id } })).toMatchObject([
      { event: 'compute__do_build_and_run_instance', result: 'Success', host: 'anchor' },
    ]);
  });

  /** As the API leaves it behind when it asks the conductor. */
  async function order(): Promise<void> {
    const { build_requests: requests, request_specs: specs } = find('schedule_and_build_instances').message.args;
    const [request] = requests as { 'nova_object.data': Record<string, unknown> }[];
    const { instance, block_device_mappings: devices } = request?.['nova_object.data'] ?? {};
    const { client } = cloud.nova.databases.api;
    const own = { instanceUuid: SERVER, projectId: ADMIN_PROJECT };
    await client.buildRequest.create({
      data: { ...own, instance: JSON.stringify(instance), blockDeviceMappings: JSON.stringify(devices) },
    });
    await client.instanceMapping.create({ data: { ...own, userId: people.admin?.user ?? '' } });
    await client.requestSpec.create({
      data: { instanceUuid: SERVER, spec: JSON.stringify((specs as unknown[])[0]) },
    });
  }

  it('stop_instance and start_instance stop and start it', async () => {
    await change({ taskState: 'powering-off' });
    await bus.send(find('stop_instance'));
    await becomes({ vmState: 'stopped', taskState: null, powerState: 4 });
    await change({ taskState: 'powering-on' });
    await bus.send(find('start_instance'));
    await becomes({ vmState: 'active', taskState: null, powerState: 1 });
  });

  it('reserve_block_device_name names the next device', async () => {
    const named = await bus.call(find('reserve_block_device_name'));
    const values = { id: ROWS.volumeDevice, device_name: '/dev/sdb', volume_id: VOLUME, instance_uuid: SERVER };
    expect(named).toMatchObject({ 'nova_object.name': 'BlockDeviceMapping', 'nova_object.data': values });
    expect(await device(ROWS.volumeDevice)).toMatchObject({ deviceName: '/dev/sdb', volumeId: VOLUME });
  });

  it('attach_volume and detach_volume connect a volume, and let it go', async () => {
    await cloud.cell.blockDeviceMapping.update({
      where: { id: ROWS.volumeDevice },
      data: { attachmentId: ATTACHMENT },
    });
    const { client } = cloud.cinder.database;
    const volumes = { where: { id: VOLUME } };
    const { id: volumeTypeId } = await client.volumeType.findFirstOrThrow();
    const row = { id: VOLUME, projectId: ADMIN_PROJECT, size: 1, host: 'anchor@fake#fake', volumeTypeId };
    await client.volume.create({
      data: { ...row, status: 'reserved', attachStatus: 'detached', availabilityZone: 'nova', createdAt: new Date() },
    });
    await client.volumeAttachment.create({
      data: { id: ATTACHMENT, volumeId: VOLUME, attachStatus: 'reserved', attachMode: 'null', instanceUuid: SERVER },
    });
    await bus.send(find('attach_volume'));
    await expect.poll(() => client.volume.findUniqueOrThrow(volumes)).toMatchObject({ status: 'in-use' });
    expect(await client.volumeAttachment.findUniqueOrThrow({ where: { id: ATTACHMENT } })).toMatchObject({
      attachStatus: 'attached',
      mountpoint: '/dev/sdb',
    });
    expect((await device(ROWS.volumeDevice)).connectionInfo).toContain('iscsi');
    await bus.send(find('detach_volume'));
    await expect.poll(() => client.volume.findUniqueOrThrow(volumes)).toMatchObject({ status: 'available' });
    await expect.poll(() => device(ROWS.volumeDevice)).toMatchObject({ deleted: ROWS.volumeDevice });
  });

  it.each(recordedObjectCalls)('$title: the conductor does it for who has no database', async (one) => {
    const found = recorded.find(({ message }) => one.isOf(message)) ?? raise(`${one.title} was not recorded`);
    await one.prepare?.(cloud.cell, ROWS);
    const answer = await bus.call(found);
    await one.check(answer, cloud.cell, ROWS);
    await one.restore?.(cloud.cell, ROWS);
  });

  it('terminate_instance ends it', async () => {
    await change({ taskState: 'deleting' });
    await bus.send(find('terminate_instance'));
    await becomes({ vmState: 'deleted', deleted: ROWS.instance });
    await expect.poll(allocations).toEqual([]);
    expect(await cloud.cell.blockDeviceMapping.count({ where: { instanceUuid: SERVER, deleted: 0 } })).toBe(0);
  });

  it('build_and_run_instance builds it', async () => {
    await change({ deleted: 0, deletedAt: null, vmState: 'building', taskState: 'scheduling', powerState: 0 });
    await change({ host: null, node: null, launchedAt: null, terminatedAt: null });
    await cloud.cell.blockDeviceMapping.update({ where: { id: ROWS.imageDevice }, data: { deleted: 0 } });
    await bus.send(find('build_and_run_instance'));
    await becomes({ host: 'anchor', vmState: 'active', taskState: null, powerState: 1 });
    expect((await server()).launchedAt).not.toBeNull();
  });

  it('schedulers hear of hosts’ servers', async () => {
    for (const method of ['update_instance_info', 'delete_instance_info', 'sync_instance_info'])
      await bus.send(find(method));
    // They are taken in the order in which they come, before the next call is answered.
    await bus.call(find('select_destinations'));
  });

  it('are all of the recording; none was refused', () => {
    const missing = recorded.filter((one) => !bus.sent.has(one)).map(({ message: { method, args } }) => [method, args]);
    expect(missing).toEqual([]);
    const refusals = /UnsupportedVersion|NoSuchMethod|The message has no|Invalid argument of a message|Traceback/;
    expect(cloud.nova.lines.filter((line) => refusals.test(line))).toEqual([]);
  });
});

describe('messages of the same actions', () => {
  let vhost: RabbitVhost;
  let cloud: RecordedCloud;
  let tap: RabbitTap;
  beforeAll(async () => {
    vhost = await RabbitVhost.create();
    tap = await RabbitTap.open(vhost.url);
    await tap.listen('nova', 'topic');
    await tap.listen('scheduler_fanout', 'fanout');
    cloud = await RecordedCloud.start(vhost.url);
    await act();
  }, 60_000);
  afterAll(async () => {
    await cloud.close();
    await tap.close();
    await vhost.remove();
  });

  /** What was done when the messages were recorded: a server, which gets a volume, is stopped, started, and deleted. */
  async function act(): Promise<void> {
    const admin = cloud.client('admin').with({ 'OpenStack-API-Version': 'compute 2.37' });
    const done = async (answering: Promise<Answer>): Promise<Answer> => {
      const answer = await answering;
      expect(answer.status, answer.text).toBeLessThan(300);
      await cloud.settle();
      return answer;
    };
    const flavorRef = 'b64fbc0c-d61b-4f6d-87dd-c032ccceffbe';
    const flavor = { id: flavorRef, name: 'm1.nano', ram: 64, vcpus: 1, disk: 1 };
    await done(admin.post('/v2.1/flavors', { flavor }));
    const volumeId = await cloud.volume('admin');
    const order = { name: 'amqp-s', imageRef: IMAGE, flavorRef, networks: 'none' };
    const made = await done(admin.post('/v2.1/servers', { server: order }));
    const path = `/v2.1/servers/${(made.json() as { server: { id: string } }).server.id}`;
    const attachments = `${path}/os-volume_attachments`;
    await done(admin.post(attachments, { volumeAttachment: { volumeId } }));
    await done(admin.post(`${path}/action`, { 'os-stop': null }));
    await done(admin.post(`${path}/action`, { 'os-start': null }));
    await done(admin.delete(`${attachments}/${volumeId}`));
    await done(admin.delete(path));
  }

  const sent = (title: string) =>
    tap.seen
      .map((one) => ({ ...one, message: messageOf(one.body) }))
      .filter(({ message }) => titleOf(message) === title);

  const titled = recorded.map((one) => ({ ...one, title: titleOf(one.message) }));

  it.each(titled.filter(({ title }) => !(title in UNASKED) && title !== EVERY_TWO_MINUTES))(
    'are the same: $title',
    async (theirs) => {
      const { title, exchange, routingKey, properties, message } = theirs;
      // The listener may hear of a message after its work is done.
      await expect.poll(() => sent(title).length).toBeGreaterThan(0);
      for (const ours of sent(title)) {
        expect({ exchange: ours.exchange, routingKey: ours.routingKey }).toEqual({ exchange, routingKey });
        expect(propertiesOf(ours.properties)).toEqual(properties);
        expect(Object.keys(ours.message).sort()).toEqual(Object.keys(message).sort());
        expect([ours.message.version, ours.message.namespace]).toEqual([message.version, message.namespace]);
        if (message.method.startsWith('object_')) expect(calledFor(ours.message.args)).toEqual(calledFor(message.args));
        else expect(compared(ours.message.args)).toEqual(compared(message.args));
      }
    },
  );

  it('are all that there were, but for what nova-compute has no need to ask', () => {
    expect(
      titled
        .map(({ title }) => title)
        .filter((title) => title in UNASKED)
        .sort(),
    ).toEqual(Object.keys(UNASKED).sort());
    expect(Object.keys(UNASKED).filter((title) => sent(title).length > 0)).toEqual([]);
  });
});

/** Nobody waits for it here: nova's own tests compare it. */
const EVERY_TWO_MINUTES = 'sync_instance_info';

/** What our nova-compute has no need to ask its conductor. */
const UNASKED: Readonly<Record<string, string>> = {
  'Service.get_by_compute_host': 'it knows whether it is switched off',
  'InstanceInfoCache.refresh': 'a server is read with its cache',
  'InstanceInfoCache.save': 'a server is saved with its cache',
  'VirtualInterface.delete_by_instance_uuid': 'it keeps tags of ports with the server',
  'VirtualInterfaceList.get_by_instance_uuid': 'it keeps tags of ports with the server',
  'ResourceList.get_by_instance_uuid': 'it hands out no devices',
  'MigrationList.get_in_progress_and_error': 'what a move holds, a server says itself',
};

/** Parts whose names are whoever's who wrote them. */
const NOVA = { prefix: 'nova_object', free: new Set(['metadata', 'system_metadata', 'properties', 'stats']) };

/** Parts of an instance that its sender happens to have read, or not; who gets it reads them when it needs them. */
const READ_LATE =
  /(instance|instance_info\/objects\[\])\/(deleted|device_metadata|ec2_ids|fault|flavor|info_cache|keypairs|new_flavor|numa_topology|old_flavor|pci_requests|resources|security_groups|services|tags|trusted_certs|updated_at|vcpu_model)\b/;

/** Arguments without values, and without what their sender changed last. */
function compared(args: unknown): string[] {
  return forms(args, NOVA)
    .map((line) => line.replace(/, changed: .*$/, ''))
    .filter((line) => !READ_LATE.test(line) && !line.endsWith('/attachment_id'))
    .sort();
}

/** Of a call for an object: its arguments, and which object it is. What is saved at once is everybody's own matter. */
function calledFor({ objinst, ...args }: Readonly<Record<string, unknown>>): unknown {
  const of = (part: string): unknown => (objinst as Record<string, unknown> | undefined)?.[`nova_object.${part}`];
  return { names: Object.keys(args).sort(), object: ['name', 'namespace', 'version'].map(of) };
}

/** `stop_instance`; of a call for an object `Instance.save`. */
function titleOf({ method, args: { objname, objinst, objmethod } }: MessageBody): string {
  const name = objname ?? (objinst as Record<string, unknown> | undefined)?.['nova_object.name'];
  return typeof name === 'string' ? `${name}.${String(objmethod)}` : method;
}

function raise(message: string): never {
  throw new Error(message);
}
