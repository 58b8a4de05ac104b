// SPDX-License-Identifier: Apache-2.0
import type { ComputeManager } from '../compute-manager.js';
import type { ExternalEventValues } from '../manager/external-events.js';
import { cast, instanceOf, textOf, type Handlers } from './arguments.js';

/** Ports, volumes that are exchanged, and what other services tell of both. */
export function deviceHandlers({ interfaces, swapVolume, assistedSnapshots, events }: ComputeManager): Handlers {
  return {
    attach_interface: (context, args) =>
      interfaces.attach(context, instanceOf(args).uuid, {
        network_id: textOf(args.network_id),
        port_id: textOf(args.port_id),
        address: textOf(args.requested_ip),
        tag: textOf(args.tag),
      }),
    detach_interface: cast((context, uuid, args, message) =>
      interfaces.detach(context, uuid, String(args.port_id), message),
    ),
    add_fixed_ip_to_instance: cast((context, uuid, args, message) =>
      interfaces.addFixedIp(context, uuid, String(args.network_id), message),
    ),
    remove_fixed_ip_from_instance: cast((context, uuid, args, message) =>
      interfaces.removeFixedIp(context, uuid, String(args.address), message),
    ),
    inject_network_info: cast(async (context, uuid, _args, message) => {
      await message.acknowledge();
      await interfaces.refresh(context, uuid);
    }),
    swap_volume: cast((context, uuid, args, message) =>
      swapVolume.run(
        context,
        uuid,
        {
          oldVolumeId: String(args.old_volume_id),
          newVolumeId: String(args.new_volume_id),
          newAttachmentId: String(args.new_attachment_id),
        },
        message,
      ),
    ),
    volume_snapshot_create: cast((context, _uuid, args, message) => {
      const { snapshot_id: id } = args.create_info as { readonly snapshot_id: string };
      return assistedSnapshots.create(context, id, message);
    }),
    volume_snapshot_delete: cast((context, _uuid, args, message) =>
      assistedSnapshots.delete(context, String(args.snapshot_id), message),
    ),
    external_instance_event: async (context, args, message) => {
      await message.acknowledge();
      await events.take(context, (args.events ?? []) as readonly ExternalEventValues[]);
    },
  };
}
