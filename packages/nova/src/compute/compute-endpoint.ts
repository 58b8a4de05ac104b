// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '@stackport/messaging';
import type { ObjectValues } from '@stackport/versioned-objects';
import type { NovaContext } from '../context.js';
import { Invalid, NotFound } from '../errors/base.js';
import { InstanceNotReady } from '../errors/instances.js';
import type { FilterProperties } from '../conductor/build/filter-properties.js';
import type { ImageValues } from '../image/images.js';
import type { BlockDeviceMappingValues, FlavorValues, InstanceValues } from '../instances/instance.js';
import type { MigrationValues } from '../migrations/migration-repository.js';
import { isWireObject, type NovaObject } from '../objects/nova-object.js';
import { objectOf } from '../object-values.js';
import {
  claiming,
  createEndpoint,
  type EndpointInit,
  type IncomingMessage,
  type MessageArguments,
  type MessageHandler,
} from '../rpc/create-endpoint.js';
import { NotImplementedError } from './drivers/errors.js';
import type { ComputeManager } from './compute-manager.js';
import { deviceHandlers } from './handlers/device-handlers.js';
import { guestHandlers } from './handlers/guest-handlers.js';
import { liveMigrationHandlers } from './handlers/live-migration-handlers.js';
import { hostHandlers } from './handlers/host-handlers.js';
import type { Move } from './manager/resize.js';
import { diagnosticsObject } from './diagnostics-object.js';

/** nova-compute's methods by upstream's names (nova 26: 6.1). What is not here is refused as an unknown method. */
export function computeEndpoint(manager: ComputeManager, askBackport: EndpointInit['askBackport']): Endpoint {
  /** Work on one server, which a cast asks for. */
  const cast = (
    work: (context: NovaContext, uuid: string, args: MessageArguments, message: IncomingMessage) => Promise<void>,
  ) => claiming((context, args, message) => work(context, uuidOf(args), args, message));
  const handlers: Readonly<Record<string, MessageHandler>> = {
    build_and_run_instance: claiming((context, args, message) =>
      manager.build.run(
        context,
        {
          instance: args.instance as InstanceValues,
          image: args.image ?? {},
          requestSpec: wireOf(message.raw.request_spec),
          filterProperties: (args.filter_properties ?? {}) as FilterProperties,
          adminPassword: textOf(args.admin_password),
          injectedFiles: (args.injected_files ?? []) as readonly (readonly [string, string])[],
          requestedNetworks: wireOf(message.raw.requested_networks),
          securityGroups: (args.security_groups ?? []) as readonly string[],
          node: textOf(args.node),
          hostList: (message.raw.host_list ?? null) as readonly NovaObject[] | null,
        },
        message,
      ),
    ),
    terminate_instance: cast((context, uuid, _args, message) => manager.terminate.terminate(context, uuid, message)),
    soft_delete_instance: cast((context, uuid, _args, message) => manager.terminate.softDelete(context, uuid, message)),
    restore_instance: cast((context, uuid, _args, message) => manager.terminate.restore(context, uuid, message)),
    stop_instance: cast((context, uuid, args, message) =>
      manager.power.stop(context, uuid, args.clean_shutdown !== false, message),
    ),
    start_instance: cast((context, uuid, _args, message) => manager.power.start(context, uuid, message)),
    reboot_instance: cast((context, uuid, args, message) =>
      manager.power.reboot(context, uuid, args.reboot_type === 'HARD' ? 'HARD' : 'SOFT', message),
    ),
    pause_instance: cast((context, uuid, _args, message) => manager.power.pause(context, uuid, message)),
    unpause_instance: cast((context, uuid, _args, message) => manager.power.unpause(context, uuid, message)),
    suspend_instance: cast((context, uuid, _args, message) => manager.power.suspend(context, uuid, message)),
    resume_instance: cast((context, uuid, _args, message) => manager.power.resume(context, uuid, message)),
    snapshot_instance: cast((context, uuid, args, message) =>
      manager.snapshots.snapshot(context, uuid, String(args.image_id), message),
    ),
    backup_instance: cast((context, uuid, args, message) =>
      manager.snapshots.backup(
        context,
        uuid,
        { imageId: String(args.image_id), backupType: String(args.backup_type), rotation: Number(args.rotation) },
        message,
      ),
    ),
    rescue_instance: cast((context, uuid, args, message) =>
      manager.rescue.rescue(
        context,
        uuid,
        {
          imageRef: textOf(args.rescue_image_ref),
          password: textOf(args.rescue_password),
          isClean: args.clean_shutdown !== false,
        },
        message,
      ),
    ),
    unrescue_instance: cast((context, uuid, _args, message) => manager.rescue.unrescue(context, uuid, message)),
    rebuild_instance: cast((context, uuid, args, message) =>
      manager.rebuild.run(
        context,
        uuid,
        {
          imageRef: textOf(args.image_ref),
          adminPassword: textOf(args.new_pass),
          injectedFiles: (args.injected_files ?? []) as readonly (readonly [string, string])[],
          isEvacuation: args.recreate === true,
          onSharedStorage: typeof args.on_shared_storage === 'boolean' ? args.on_shared_storage : undefined,
          migration: (args.migration ?? null) as MigrationValues | null,
          node: textOf(args.scheduled_node),
        },
        message,
      ),
    ),
    shelve_instance: cast((context, uuid, args, message) =>
      manager.shelve.shelve(
        context,
        uuid,
        { imageId: textOf(args.image_id), isClean: args.clean_shutdown !== false },
        message,
      ),
    ),
    shelve_offload_instance: cast((context, uuid, args, message) =>
      manager.shelve.offload(context, uuid, args.clean_shutdown !== false, message),
    ),
    unshelve_instance: cast((context, uuid, args, message) =>
      manager.shelve.unshelve(
        context,
        uuid,
        { image: (args.image ?? null) as ImageValues | null, node: textOf(args.node) },
        message,
      ),
    ),
    prep_resize: cast((context, uuid, args, message) =>
      manager.resize.prepare(
        context,
        uuid,
        {
          ...moveOf(args, message),
          flavor: args.flavor as FlavorValues,
          node: textOf(args.node),
          isClean: args.clean_shutdown !== false,
        },
        message,
      ),
    ),
    resize_instance: cast((context, uuid, args, message) =>
      manager.resize.leave(
        context,
        uuid,
        { ...moveOf(args, message), flavor: args.flavor as FlavorValues, isClean: args.clean_shutdown !== false },
        message,
      ),
    ),
    finish_resize: cast((context, uuid, args, message) =>
      manager.resize.finish(
        context,
        uuid,
        { ...moveOf(args, message), diskInfo: textOf(args.disk_info) ?? '' },
        message,
      ),
    ),
    confirm_resize: cast((context, uuid, args, message) =>
      manager.resize.confirm(context, uuid, args.migration as MigrationValues, message),
    ),
    revert_resize: cast((context, uuid, args, message) =>
      manager.resize.revert(
        context,
        uuid,
        { migration: args.migration as MigrationValues, requestSpec: wireOf(message.raw.request_spec) },
        message,
      ),
    ),
    finish_revert_resize: cast((context, uuid, args, message) =>
      manager.resize.finishRevert(context, uuid, args.migration as MigrationValues, message),
    ),
    reserve_block_device_name: (context, args) =>
      manager.volumes.reserveName(context, uuidOf(args), {
        volumeId: String(args.volume_id),
        device: textOf(args.device),
        diskBus: textOf(args.disk_bus),
        deviceType: textOf(args.device_type),
        tag: textOf(args.tag),
      }),
    attach_volume: cast((context, uuid, args, message) =>
      manager.volumes.attach(context, uuid, args.bdm as BlockDeviceMappingValues, message),
    ),
    detach_volume: cast((context, uuid, args, message) =>
      manager.volumes.detach(context, uuid, String(args.volume_id), message),
    ),
    get_console_output: (_context, args) =>
      manager.looks.consoleOutput(args.instance as InstanceValues, args.tail_length),
    get_diagnostics: async (_context, args) => manager.looks.rawDiagnostics(args.instance as InstanceValues),
    get_instance_diagnostics: async (_context, args) =>
      objectOf('Diagnostics', diagnosticsObject(await manager.looks.diagnostics(args.instance as InstanceValues))),
    get_host_uptime: () => manager.looks.uptime(),
    ...guestHandlers(manager),
    ...hostHandlers(manager),
    ...deviceHandlers(manager),
    ...liveMigrationHandlers(manager),
  };
  return createEndpoint({
    version: '6.1',
    handlers,
    expected: [NotFound, Invalid, InstanceNotReady, NotImplementedError],
    askBackport,
  });
}

function uuidOf({ instance }: MessageArguments): string {
  return (instance as InstanceValues).uuid;
}

/** What prep_resize and those after it hand on. */
function moveOf(args: MessageArguments, { raw }: IncomingMessage): Move {
  return {
    migration: args.migration as MigrationValues,
    image: (args.image ?? {}) as ObjectValues,
    requestSpec: wireOf(raw.request_spec) ?? objectOf('RequestSpec', {}),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function wireOf(value: unknown): NovaObject | null {
  return isWireObject(value) ? value : null;
}
