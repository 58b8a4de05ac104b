// SPDX-License-Identifier: Apache-2.0
import type { ConsoleProtocol } from '../../rpc/compute-rpc.js';
import type { MessageHandler } from '../../rpc/create-endpoint.js';
import type { ComputeManager } from '../compute-manager.js';
import { cast, instanceOf, type Handlers } from './arguments.js';

/** Consoles, passwords and what else is done inside of a guest. */
export function guestHandlers({ consoles, guestActions }: ComputeManager): Handlers {
  const console =
    (protocol: ConsoleProtocol): MessageHandler =>
    (context, args) =>
      consoles.open(context, protocol, instanceOf(args), String(args.console_type));
  return {
    get_vnc_console: console('vnc'),
    get_spice_console: console('spice'),
    get_rdp_console: console('rdp'),
    get_mks_console: console('mks'),
    get_serial_console: console('serial'),
    validate_console_port: (_context, args) => consoles.isPort(instanceOf(args), args.port, String(args.console_type)),
    set_admin_password: (context, args) =>
      guestActions.setPassword(context, instanceOf(args).uuid, String(args.new_pass)),
    trigger_crash_dump: cast((context, uuid, _args, message) => guestActions.crashDump(context, uuid, message)),
    quiesce_instance: (context, args) => guestActions.quiesce(context, instanceOf(args).uuid),
    unquiesce_instance: cast(async (context, uuid, args, message) => {
      await message.acknowledge();
      await guestActions.unquiesce(context, uuid, snapshotsOf(args.mapping));
    }),
  };
}

/** @param mapping - block devices as dictionaries, or null */
function snapshotsOf(mapping: unknown): readonly string[] {
  const devices = (mapping ?? []) as readonly { readonly source_type?: unknown; readonly snapshot_id?: unknown }[];
  return devices.flatMap(({ source_type: type, snapshot_id: id }) =>
    type === 'snapshot' && typeof id === 'string' ? [id] : [],
  );
}
