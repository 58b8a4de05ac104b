// SPDX-License-Identifier: Apache-2.0
// How our clients are asked for what Python's nova was recorded to send, for tests.
import type { RequestContext } from '@stackport/context';
import type { ObjectValues } from '@stackport/versioned-objects';
import type { NovaObject } from '../objects/nova-object.js';
import type { ObjectName } from '../objects/object-types.js';
import type { NovaClients } from './create-clients.js';

/** Arguments of the messages, as they travel; each has its own of them. */
export interface RecordedArguments {
  readonly accel_uuids: readonly string[];
  readonly admin_password: string;
  readonly args: readonly unknown[];
  readonly attachment_id: string;
  readonly bdm: NovaObject;
  readonly bdms: NovaObject;
  readonly block_device_mapping: readonly NovaObject[] & NovaObject;
  readonly build_requests: readonly NovaObject[];
  readonly clean_shutdown: boolean;
  readonly device: string;
  readonly device_type: string;
  readonly disk_bus: string;
  readonly filter_properties: ObjectValues;
  readonly host_list: readonly NovaObject[];
  readonly host_name: string;
  readonly image: ObjectValues;
  readonly injected_files: readonly unknown[];
  readonly instance: NovaObject;
  readonly instance_info: NovaObject;
  readonly instance_uuid: string;
  readonly instance_uuids: readonly string[];
  readonly kwargs: ObjectValues;
  readonly limits: ObjectValues;
  readonly multiattach: boolean;
  readonly node: string;
  readonly objinst: NovaObject;
  readonly objmethod: string;
  readonly objname: ObjectName;
  readonly request_spec: NovaObject;
  readonly request_specs: readonly NovaObject[];
  readonly requested_networks: NovaObject;
  readonly return_alternates: boolean;
  readonly return_objects: boolean;
  readonly security_groups: readonly string[];
  readonly spec_obj: NovaObject;
  readonly tag: string;
  readonly tags: NovaObject;
  readonly volume_id: string;
}

type Ask = (clients: NovaClients, context: RequestContext, args: RecordedArguments) => Promise<unknown>;

/** By the method of the message. */
export const recordedCalls: Readonly<Record<string, Ask>> = {
  object_action: ({ conductor }, context, { objinst, objmethod, args, kwargs }) =>
    conductor.objectAction(context, objinst, objmethod, { args, kwargs }),
  object_class_action_versions: ({ conductor }, context, { objname, objmethod, args, kwargs }) =>
    conductor.objectClassActionVersions(context, objname, objmethod, { args, kwargs }),
  schedule_and_build_instances: ({ computeTask }, context, args) =>
    computeTask.scheduleAndBuildInstances(context, {
      buildRequests: args.build_requests,
      requestSpecs: args.request_specs,
      image: args.image,
      adminPassword: args.admin_password,
      injectedFiles: args.injected_files,
      requestedNetworks: args.requested_networks,
      blockDeviceMapping: args.block_device_mapping,
      tags: args.tags,
    }),
  select_destinations: ({ scheduler }, context, args) =>
    scheduler.selectDestinations(context, args.spec_obj, args.instance_uuids, {
      returnObjects: args.return_objects,
      returnAlternates: args.return_alternates,
    }),
  update_instance_info: ({ scheduler }, context, args) =>
    scheduler.updateInstanceInfo(context, args.host_name, args.instance_info),
  delete_instance_info: ({ scheduler }, context, args) =>
    scheduler.deleteInstanceInfo(context, args.host_name, args.instance_uuid),
  sync_instance_info: ({ scheduler }, context, args) =>
    scheduler.syncInstanceInfo(context, args.host_name, args.instance_uuids),
  build_and_run_instance: ({ compute }, context, args) =>
    compute.buildAndRunInstance(context, args.instance, args.node, {
      image: args.image,
      requestSpec: args.request_spec,
      filterProperties: args.filter_properties,
      adminPassword: args.admin_password,
      injectedFiles: args.injected_files,
      requestedNetworks: args.requested_networks,
      securityGroups: args.security_groups,
      blockDeviceMapping: args.block_device_mapping,
      node: args.node,
      limits: args.limits,
      hostList: args.host_list,
      accelUuids: args.accel_uuids,
    }),
  reserve_block_device_name: ({ compute }, context, args) =>
    compute.reserveBlockDeviceName(context, args.instance, {
      device: args.device,
      volumeId: args.volume_id,
      diskBus: args.disk_bus,
      deviceType: args.device_type,
      tag: args.tag,
      multiattach: args.multiattach,
    }),
  attach_volume: ({ compute }, context, { instance, bdm }) => compute.attachVolume(context, instance, bdm),
  detach_volume: ({ compute }, context, args) =>
    compute.detachVolume(context, args.instance, args.volume_id, args.attachment_id),
  start_instance: ({ compute }, context, { instance }) => compute.startInstance(context, instance),
  stop_instance: ({ compute }, context, args) =>
    compute.stopInstance(context, args.instance, { cleanShutdown: args.clean_shutdown }),
  terminate_instance: ({ compute }, context, { instance, bdms }) => compute.terminateInstance(context, instance, bdms),
};
