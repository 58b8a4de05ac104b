// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '@stackport/messaging';
import type { ObjectValues, ObjectVersions } from '@stackport/versioned-objects';
import { NotFound } from '../errors/base.js';
import { InstanceUpdateConflict } from '../errors/instances.js';
import type { BuildRequestValues } from '../instances/build-request-repository.js';
import type { FlavorValues, InstanceValues } from '../instances/instance.js';
import type { RequestSpecValues } from '../instances/request-spec-repository.js';
import { isWireObject, type NovaObject } from '../objects/nova-object.js';
import { COMPUTE_TASK_NAMESPACE } from '../rpc/addressing.js';
import { createEndpoint, type IncomingMessage } from '../rpc/create-endpoint.js';
import type { FilterProperties, Selection } from './build/filter-properties.js';
import type { Reschedule } from './build/reschedule.js';
import type { ScheduleAndBuild } from './build/schedule-and-build.js';
import type { GivenCall, ObjectActions } from './object-actions.js';
import type { CacheImages } from './tasks/cache-images.js';
import type { ColdMigrate } from './tasks/cold-migrate.js';
import { liveMigrationOf, type LiveMigrate } from './tasks/live-migrate.js';
import type { RebuildServer } from './tasks/rebuild.js';
import type { Unshelve } from './tasks/unshelve.js';

/** nova-conductor's own interface (nova 26: 3.0): objects for who has no database. */
export function conductorEndpoint(actions: ObjectActions): Endpoint {
  const given = ({ raw, redelivered }: IncomingMessage): GivenCall => ({
    args: (raw.args ?? []) as readonly unknown[],
    kwargs: (raw.kwargs ?? {}) as ObjectValues,
    redelivered,
  });
  return createEndpoint({
    version: '3.0',
    // What a caller is told as a matter of course.
    expected: [NotFound, InstanceUpdateConflict],
    handlers: {
      object_class_action_versions: (context, _args, message) => {
        const { objname, objmethod, object_versions: versions } = message.raw;
        return actions.classAction(
          context,
          String(objname),
          String(objmethod),
          (versions ?? {}) as ObjectVersions,
          given(message),
        );
      },
      object_action: (context, _args, message) => {
        const { objinst, objmethod } = message.raw;
        return actions.action(context, objinst as NovaObject, String(objmethod), given(message));
      },
      object_backport_versions: async (_context, _args, { raw }) =>
        actions.backport(raw.objinst as NovaObject, (raw.object_versions ?? {}) as ObjectVersions),
    },
  });
}

/** What the conductor does on others' behalf (nova 26: compute_task 1.24). */
export function computeTaskEndpoint(parts: {
  readonly scheduleAndBuild: ScheduleAndBuild;
  readonly reschedule: Reschedule;
  readonly coldMigrate: ColdMigrate;
  readonly liveMigrate: LiveMigrate;
  readonly unshelve: Unshelve;
  readonly rebuild: RebuildServer;
  readonly cacheImages: CacheImages;
}): Endpoint {
  return createEndpoint({
    version: '1.24',
    namespace: COMPUTE_TASK_NAMESPACE,
    handlers: {
      schedule_and_build_instances: (context, args, { raw, redelivered }) =>
        parts.scheduleAndBuild.run(context, {
          buildRequests: args.build_requests as readonly BuildRequestValues[],
          requestSpecs: args.request_specs as readonly RequestSpecValues[],
          image: (args.image ?? {}) as ObjectValues,
          adminPassword: textOf(args.admin_password),
          injectedFiles: (args.injected_files ?? []) as readonly unknown[],
          requestedNetworks: objectOf(raw.requested_networks),
          redelivered,
        }),
      build_instances: (context, args, { raw }) =>
        parts.reschedule.run(context, {
          instances: args.instances as readonly InstanceValues[],
          image: (args.image ?? {}) as ObjectValues,
          filterProperties: (args.filter_properties ?? {}) as FilterProperties,
          adminPassword: textOf(args.admin_password),
          injectedFiles: (args.injected_files ?? []) as readonly unknown[],
          requestedNetworks: objectOf(raw.requested_networks),
          securityGroups: (args.security_groups ?? []) as readonly string[],
          requestSpec: (args.request_spec ?? {}) as RequestSpecValues,
          hostLists: (args.host_lists ?? undefined) as readonly (readonly Selection[])[] | undefined,
        }),
      live_migrate_instance: (context, args) => parts.liveMigrate.run(context, liveMigrationOf(args)),
      migrate_server: (context, args) => {
        if (args.live === true) return parts.liveMigrate.run(context, liveMigrationOf(args), 'migrate_server');
        const instance = args.instance as InstanceValues;
        return parts.coldMigrate.run(context, {
          instance,
          flavor: (args.flavor ?? instance.flavor) as FlavorValues,
          requestSpec: (args.request_spec ?? {}) as RequestSpecValues,
          isClean: args.clean_shutdown !== false,
          hostList: (args.host_list ?? undefined) as readonly Selection[] | undefined,
        });
      },
      unshelve_instance: (context, args) =>
        parts.unshelve.run(
          context,
          (args.instance as InstanceValues).uuid,
          (args.request_spec ?? {}) as RequestSpecValues,
        ),
      rebuild_instance: (context, args) =>
        parts.rebuild.run(context, {
          instance: args.instance as InstanceValues,
          imageRef: textOf(args.image_ref),
          originalImageRef: textOf(args.orig_image_ref),
          originalSystemMetadata: (args.orig_sys_metadata ?? null) as ObjectValues | null,
          adminPassword: textOf(args.new_pass),
          injectedFiles: (args.injected_files ?? []) as readonly unknown[],
          isEvacuation: args.recreate === true,
          onSharedStorage: typeof args.on_shared_storage === 'boolean' ? args.on_shared_storage : null,
          preserveEphemeral: args.preserve_ephemeral === true,
          host: textOf(args.host),
          requestSpec: (args.request_spec ?? null) as RequestSpecValues | null,
          reimageBootVolume: args.reimage_boot_volume === true,
        }),
      cache_images: (context, args) =>
        parts.cacheImages.run(
          context,
          (args.aggregate as { readonly hosts: readonly string[] }).hosts,
          (args.image_ids ?? []) as readonly string[],
        ),
    },
  });
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function objectOf(value: unknown): NovaObject | null {
  return isWireObject(value) ? value : null;
}
