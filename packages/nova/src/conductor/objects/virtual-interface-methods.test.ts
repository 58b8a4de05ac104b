// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CellDatabase } from '../../database.js';
import { NovaContext } from '../../context.js';
import { VirtualInterfaceRepository } from '../../network/virtual-interface-repository.js';
import { objectOf } from '../../object-values.js';
import { testNova, type TestNova } from '../../api/test-nova-api.js';
import { ObjectActions } from '../object-actions.js';
import { virtualInterfaceMethods } from './virtual-interface-methods.js';

const SERVER = '4d7d630d-e1a8-4ee3-a580-3abcd799e6ab';
const PORT = '0a5b5c0e-9d3c-4c56-8a2f-0f6f8c1f3f5a';
const given = (...args: unknown[]) => ({ args, kwargs: {} });

describe('virtual interfaces of Python’s compute hosts', () => {
  let nova: TestNova;
  let database: CellDatabase;
  let actions: ObjectActions;
  const context = new NovaContext({});
  beforeAll(async () => {
    nova = await testNova();
    ({ database } = await nova.databases.cells.openOwn());
    actions = new ObjectActions(virtualInterfaceMethods(new VirtualInterfaceRepository(database)));
  });
  afterAll(() => nova.close());

  // Python writes the port behind the address, and does not tell it.
  const values = { address: `fa:16:3e:00:00:01/${PORT}`, instance_uuid: SERVER, uuid: PORT, tag: 'nic' };
  const fresh = () => objectOf('VirtualInterface', values, Object.keys(values));

  it('are made, found, tagged and taken away', async () => {
    const [made] = await actions.action(context, fresh(), 'create', given());
    expect(made).toMatchObject({ id: 1, address: 'fa:16:3e:00:00:01' });
    const listed = await actions.classAction(
      context,
      'VirtualInterfaceList',
      'get_by_instance_uuid',
      {},
      given(SERVER),
    );
    expect(listed).toMatchObject({
      'nova_object.data': { objects: [{ 'nova_object.data': { uuid: PORT, tag: 'nic' } }] },
    });
    const tagged = objectOf('VirtualInterface', { ...values, ...made, tag: 'other' }, ['tag']);
    await actions.action(context, tagged, 'save', given());
    expect(await actions.classAction(context, 'VirtualInterface', 'get_by_uuid', {}, given(PORT))).toMatchObject({
      'nova_object.data': { tag: 'other', address: 'fa:16:3e:00:00:01' },
    });
    await actions.action(context, tagged, 'destroy', given());
    expect(await database.client.virtualInterface.findMany()).toMatchObject([{ id: 1, deleted: 1 }]);
    expect(await actions.classAction(context, 'VirtualInterface', 'get_by_uuid', {}, given(PORT))).toBeNull();
  });

  it('have addresses of their own, which stay', async () => {
    const [made] = await actions.action(context, fresh(), 'create', given());
    await expect(actions.action(context, fresh(), 'create', given())).rejects.toMatchObject({
      name: 'VirtualInterfaceCreateException',
    });
    const again = objectOf('VirtualInterface', { ...values, ...made }, ['address']);
    await expect(actions.action(context, again, 'create', given())).rejects.toThrow('already created');
    await expect(actions.action(context, again, 'save', given())).rejects.toThrow('address is not mutable');
    await actions.classAction(context, 'VirtualInterface', 'delete_by_instance_uuid', {}, given(SERVER));
    expect(await database.client.virtualInterface.count({ where: { deleted: 0 } })).toBe(0);
  });
});
