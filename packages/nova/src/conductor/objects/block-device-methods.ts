// SPDX-License-Identifier: Apache-2.0
import type { BlockDeviceMappingValues } from '../../instances/instance.js';
import type { BlockDeviceRepository, NewBlockDevice } from '../../instances/block-device-repository.js';
import { listOf, objectOf } from '../../object-values.js';
import { argument, changesOf, textArgument, type ObjectMethodTable } from './object-methods.js';

/** `BlockDeviceMapping` and `BlockDeviceMappingList`. */
export function blockDeviceMethods(devices: BlockDeviceRepository): ObjectMethodTable {
  const listed = async (uuids: readonly string[]) => listOf('BlockDeviceMappingList', await devices.ofInstances(uuids));
  return {
    BlockDeviceMapping: {
      classMethods: {
        get_by_volume_and_instance: async (call) =>
          objectOf(
            'BlockDeviceMapping',
            await devices.ofVolume(textArgument(call, 0, 'volume_id'), textArgument(call, 1, 'instance_uuid')),
          ),
      },
      methods: {
        create: async (object) => ({
          after: { ...object.values, ...(await devices.create(object.values as unknown as NewBlockDevice)) },
        }),
        save: async (object) => ({
          after: {
            ...object.values,
            ...(await devices.save(Number(object.values.id), storable(changesOf<BlockDeviceMappingValues>(object)))),
          },
        }),
        destroy: async (object) => {
          await devices.destroy(Number(object.values.id));
          return { after: object.values };
        },
      },
    },
    BlockDeviceMappingList: {
      classMethods: {
        get_by_instance_uuid: (call) => listed([textArgument(call, 0, 'instance_uuid')]),
        get_by_instance_uuids: (call) => listed((argument(call, 0, 'instance_uuids') ?? []) as string[]),
      },
    },
  };
}

/** The server itself may travel with a block device, and is not stored with it. */
function storable(changes: Partial<BlockDeviceMappingValues>): Partial<BlockDeviceMappingValues> {
  return Object.fromEntries(Object.entries(changes).filter(([name]) => name !== 'instance'));
}
