// SPDX-License-Identifier: Apache-2.0
import { ObjectActionError } from '../../errors/objects.js';
import type {
  VirtualInterfaceChanges,
  VirtualInterfaceRepository,
} from '../../network/virtual-interface-repository.js';
import { listOf, objectOf } from '../../object-values.js';
import { changesOf, textArgument, type ObjectMethodTable } from './object-methods.js';

/** `VirtualInterface` and its list: where Python's compute hosts keep tags of ports. */
export function virtualInterfaceMethods(interfaces: VirtualInterfaceRepository): ObjectMethodTable {
  return {
    VirtualInterface: {
      classMethods: {
        get_by_uuid: async (call) => {
          const [found] = await interfaces.list({ uuid: textArgument(call, 0, 'vif_uuid') });
          return found === undefined ? null : objectOf('VirtualInterface', found);
        },
        delete_by_instance_uuid: async (call) => {
          await interfaces.destroy({ instanceUuid: textArgument(call, 0, 'instance_uuid') });
          return null;
        },
      },
      methods: {
        create: async (object) => {
          if (object.values.id !== undefined) throw new ObjectActionError('create', 'already created');
          const created = await interfaces.create(changesOf<VirtualInterfaceChanges>(object));
          return { after: { ...object.values, ...created } };
        },
        save: async (object) => {
          if (object.changes.includes('address')) throw new ObjectActionError('save', 'address is not mutable');
          const { id } = object.values;
          const saved = await interfaces.save(Number(id), changesOf<VirtualInterfaceChanges>(object));
          return { after: { ...object.values, ...saved } };
        },
        destroy: async (object) => {
          await interfaces.destroy({ id: Number(object.values.id) });
          return { after: object.values };
        },
      },
    },
    VirtualInterfaceList: {
      classMethods: {
        get_by_instance_uuid: async (call) =>
          listOf(
            'VirtualInterfaceList',
            await interfaces.list({ instanceUuid: textArgument(call, 0, 'instance_uuid') }),
          ),
      },
    },
  };
}
