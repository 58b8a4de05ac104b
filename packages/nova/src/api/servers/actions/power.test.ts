// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InstanceChanges } from '../../../instances/instance.js';
import { messageOf, TestServers } from '../test-servers.js';

let servers: TestServers;
beforeAll(async () => {
  servers = await TestServers.start();
});
afterAll(() => servers.nova.close());

interface Row {
  readonly action: string;
  readonly argument?: unknown;
  readonly from: InstanceChanges;
  readonly told: string;
  readonly task: string | null;
  readonly record: string;
  readonly version?: string;
}

const TABLE: readonly Row[] = [
  {
    action: 'os-start',
    from: { vm_state: 'stopped' },
    told: 'start_instance anchor',
    task: 'powering-on',
    record: 'start',
  },
  { action: 'os-stop', from: {}, told: 'stop_instance anchor', task: 'powering-off', record: 'stop' },
  {
    action: 'reboot',
    argument: { type: 'soft' },
    from: {},
    told: 'reboot_instance anchor',
    task: 'rebooting',
    record: 'reboot',
  },
  {
    action: 'reboot',
    argument: { type: 'HARD' },
    from: { vm_state: 'error', task_state: 'rebooting' },
    told: 'reboot_instance anchor',
    task: 'rebooting_hard',
    record: 'reboot',
  },
  { action: 'pause', from: {}, told: 'pause_instance anchor', task: 'pausing', record: 'pause' },
  {
    action: 'unpause',
    from: { vm_state: 'paused' },
    told: 'unpause_instance anchor',
    task: 'unpausing',
    record: 'unpause',
  },
  { action: 'suspend', from: {}, told: 'suspend_instance anchor', task: 'suspending', record: 'suspend' },
  {
    action: 'resume',
    from: { vm_state: 'suspended' },
    told: 'resume_instance anchor',
    task: 'resuming',
    record: 'resume',
  },
  {
    action: 'trigger_crash_dump',
    from: { vm_state: 'rescued' },
    told: 'trigger_crash_dump anchor',
    task: null,
    record: 'trigger_crash_dump',
    version: '2.17',
  },
];

describe.each(TABLE)('$action of a server that is $from.vm_state', (row) => {
  const { action, argument = null, from, version } = row;
  const options = version === undefined ? {} : { version };

  it('marks the task, keeps the action and tells the host', async () => {
    const uuid = await servers.server(from);
    expect(await servers.act(uuid, action, argument, options)).toMatchObject({ status: 202, text: '' });
    expect(servers.told()).toEqual([row.told]);
    expect((await servers.row(uuid)).task_state).toBe(row.task);
    expect(await servers.actionsOf(uuid)).toEqual([row.record]);
  });

  it('is refused in another state, with nothing done', async () => {
    const uuid = await servers.server({ vm_state: 'shelved' });
    const answer = await servers.act(uuid, action, argument, options);
    expect(answer.status).toBe(409);
    expect(messageOf(answer)).toBe(
      `Cannot '${action.replace('os-', '')}' instance ${uuid} while it is in vm_state shelved`,
    );
    expect(servers.told()).toEqual([]);
    expect(await servers.actionsOf(uuid)).toEqual([]);
  });

  it('is refused while something else is done', async () => {
    const uuid = await servers.server({ ...from, task_state: 'deleting' });
    const answer = await servers.act(uuid, action, argument, options);
    expect([answer.status, messageOf(answer)]).toEqual([
      409,
      `Cannot '${action.replace('os-', '')}' instance ${uuid} while it is in task_state deleting`,
    ]);
  });

  it('is for administrators alone where the server is locked', async () => {
    const uuid = await servers.server({ ...from, locked: true, locked_by: 'owner' });
    const answer = await servers.act(uuid, action, argument, options);
    expect([answer.status, messageOf(answer)]).toEqual([409, `Instance ${uuid} is locked`]);
    expect(servers.told()).toEqual([]);
    expect((await servers.act(uuid, action, argument, { ...options, as: 'admin:other' })).status).toBe(202);
    expect(servers.told()).toEqual([row.told]);
  });

  it('finds nothing for another project', async () => {
    const uuid = await servers.server(from);
    const answer = await servers.act(uuid, action, argument, { ...options, as: 'bob:other' });
    expect([answer.status, messageOf(answer)]).toEqual([404, `Instance ${uuid} could not be found.`]);
  });
});

describe('what is done with servers', () => {
  it('needs a host where one is told at once', async () => {
    const uuid = await servers.server({ host: null });
    const answer = await servers.act(uuid, 'os-stop');
    expect([answer.status, messageOf(answer)]).toEqual([409, `Instance ${uuid} is not ready`]);
  });

  it('is not done with one that never ran', async () => {
    const uuid = await servers.server({ launched_at: null });
    const answer = await servers.act(uuid, 'pause');
    expect([answer.status, messageOf(answer)]).toEqual([409, `Instance ${uuid} is in an invalid state for 'pause'`]);
  });

  it('is not done with one that waits for its cell', async () => {
    const uuid = await servers.waiting();
    const answer = await servers.act(uuid, 'pause');
    expect([answer.status, messageOf(answer)]).toEqual([
      409,
      `Cannot 'pause' instance ${uuid} while it is in vm_state building`,
    ]);
  });

  it('says of an unknown server that it has no cell, where upstream does', async () => {
    const uuid = 'f7f72f77-e0ec-46dd-ac1b-60455a8ea7b3';
    expect(messageOf(await servers.act(uuid, 'os-stop'))).toBe(`Instance ${uuid} has no mapping to a cell.`);
    expect(messageOf(await servers.act(uuid, 'pause'))).toBe(`Instance ${uuid} could not be found.`);
  });

  it('checks its argument', async () => {
    const uuid = await servers.server();
    const answer = await servers.act(uuid, 'reboot', {});
    expect([answer.status, messageOf(answer)]).toEqual([
      400,
      "Invalid input for field/attribute reboot. Value: {}. 'type' is a required property",
    ]);
    const unknown = await servers.act(uuid, 'frobnicate');
    expect([unknown.status, messageOf(unknown)]).toEqual([400, 'There is no such action: frobnicate']);
  });

  it('sends what the server has', async () => {
    const uuid = await servers.server({ metadata: { a: 'b' }, vm_state: 'stopped' });
    await servers.act(uuid, 'os-start');
    const [message] = servers.sent.splice(0);
    const { instance } = message?.message.args as { instance: { 'nova_object.data': Record<string, unknown> } };
    expect(instance['nova_object.data']).toMatchObject({
      uuid,
      host: 'anchor',
      task_state: 'powering-on',
      metadata: { a: 'b' },
      flavor: { 'nova_object.name': 'Flavor' },
    });
  });
});
