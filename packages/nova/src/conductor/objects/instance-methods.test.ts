// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@stackport/config';
import type { ObjectValues } from '@stackport/versioned-objects';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NovaContext } from '../../context.js';
import { type CellDatabase, openCellDatabase } from '../../database.js';
import { InstanceRepository } from '../../instances/instance-repository.js';
import { toWire } from '../../objects/nova-object.js';
import { ObjectActions } from '../object-actions.js';
import { instanceMethods } from './instance-methods.js';

const context = NovaContext.from(NovaContext.admin(), {});

let folder: string;
let database: CellDatabase;
let instances: InstanceRepository;
let actions: ObjectActions;
let uuid: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nova-conductor-'));
  database = await openCellDatabase(`sqlite:///${join(folder, 'nova.sqlite')}`, { logger: silentLogger });
  instances = new InstanceRepository(database);
  actions = new ObjectActions(instanceMethods(instances));
  uuid = randomUUID();
  await instances.create({ uuid, vm_state: 'building', task_state: 'spawning' });
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

function save(changes: ObjectValues, redelivered: boolean): Promise<unknown> {
  const kwargs = { expected_task_state: 'spawning' };
  const object = toWire('Instance', { uuid, ...changes }, Object.keys(changes));
  return actions.action(context, object, 'save', { args: [], kwargs, redelivered });
}

describe('a change of a server that a conductor made and could not answer', () => {
  const isActive = { vm_state: 'active', task_state: null };

  it('is not refused when its message comes again', async () => {
    await save(isActive, false);
    await expect(save(isActive, false)).rejects.toThrow("Expected: {'task_state': ['spawning']}");
    expect(await save(isActive, true)).toMatchObject([{ obj_what_changed: [] }, null]);
    expect(await instances.get(uuid)).toMatchObject(isActive);
  });

  it('is refused where the server has gone on since then', async () => {
    await save(isActive, false);
    await instances.save(uuid, { task_state: 'deleting' });
    await expect(save(isActive, true)).rejects.toThrow("Actual: {'task_state': 'deleting'}");
    await expect(save({ display_name: 'x' }, true)).rejects.toThrow("Actual: {'task_state': 'deleting'}");
  });

  it('may have been its end', async () => {
    const destroy = (redelivered: boolean) =>
      actions.action(context, toWire('Instance', { uuid }), 'destroy', { args: [], kwargs: {}, redelivered });
    await destroy(false);
    await expect(destroy(false)).rejects.toThrow('could not be found');
    expect(await destroy(true)).toMatchObject([{ deleted: true }, null]);
  });
});
