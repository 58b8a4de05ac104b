// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { ObjectValues } from '@stackport/versioned-objects';
import type { NovaObject } from '../objects/nova-object.js';
import { ComputeCalls } from './compute-calls.js';

/** What an instance is told where it runs: to start, stop, sleep, end, … */
export class ComputePowerRpc extends ComputeCalls {
  async startInstance(context: RequestContext, instance: NovaObject): Promise<void> {
    await this.cast(context, instance, 'start_instance', { instance });
  }

  /** @param wait - whether until it has stopped */
  async stopInstance(
    context: RequestContext,
    instance: NovaObject,
    { wait = false, cleanShutdown = true } = {},
  ): Promise<void> {
    const args = { instance, clean_shutdown: cleanShutdown };
    if (wait) await this.call(context, instance, 'stop_instance', args);
    else await this.cast(context, instance, 'stop_instance', args);
  }

  /** @param rebootType - `SOFT` or `HARD` */
  async rebootInstance(
    context: RequestContext,
    instance: NovaObject,
    blockDeviceInfo: ObjectValues | null,
    rebootType: string,
  ): Promise<void> {
    const args = { instance, block_device_info: blockDeviceInfo, reboot_type: rebootType };
    await this.cast(context, instance, 'reboot_instance', args);
  }

  async pauseInstance(context: RequestContext, instance: NovaObject): Promise<void> {
    await this.cast(context, instance, 'pause_instance', { instance });
  }

  async unpauseInstance(context: RequestContext, instance: NovaObject): Promise<void> {
    await this.cast(context, instance, 'unpause_instance', { instance });
  }

  async suspendInstance(context: RequestContext, instance: NovaObject): Promise<void> {
    await this.cast(context, instance, 'suspend_instance', { instance });
  }

  async resumeInstance(context: RequestContext, instance: NovaObject): Promise<void> {
    await this.cast(context, instance, 'resume_instance', { instance });
  }

  async rescueInstance(
    context: RequestContext,
    instance: NovaObject,
    rescuePassword: string | null,
    { rescueImageRef = null, cleanShutdown = true }: { rescueImageRef?: string | null; cleanShutdown?: boolean } = {},
  ): Promise<void> {
    await this.cast(context, instance, 'rescue_instance', {
      rescue_password: rescuePassword,
      clean_shutdown: cleanShutdown,
      rescue_image_ref: rescueImageRef,
      instance,
    });
  }

  async unrescueInstance(context: RequestContext, instance: NovaObject): Promise<void> {
    await this.cast(context, instance, 'unrescue_instance', { instance });
  }

  /** @param imageId - of the image that it becomes; null where it is on volumes */
  async shelveInstance(
    context: RequestContext,
    instance: NovaObject,
    imageId: string | null,
    {
      cleanShutdown = true,
      accelUuids = null,
    }: { cleanShutdown?: boolean; accelUuids?: readonly string[] | null } = {},
  ): Promise<void> {
    await this.cast(context, instance, 'shelve_instance', {
      instance,
      image_id: imageId,
      clean_shutdown: cleanShutdown,
      accel_uuids: accelUuids,
    });
  }

  async shelveOffloadInstance(
    context: RequestContext,
    instance: NovaObject,
    {
      cleanShutdown = true,
      accelUuids = null,
    }: { cleanShutdown?: boolean; accelUuids?: readonly string[] | null } = {},
  ): Promise<void> {
    const args = { instance, clean_shutdown: cleanShutdown, accel_uuids: accelUuids };
    await this.cast(context, instance, 'shelve_offload_instance', args);
  }

  /** @param host - where it goes; the instance has none yet */
  async unshelveInstance(
    context: RequestContext,
    instance: NovaObject,
    host: string,
    message: {
      readonly requestSpec: NovaObject;
      readonly image?: ObjectValues | null;
      readonly filterProperties?: ObjectValues | null;
      readonly node?: string | null;
      readonly accelUuids?: readonly string[] | null;
    },
  ): Promise<void> {
    await this.cast(context, host, 'unshelve_instance', {
      instance,
      image: message.image ?? null,
      filter_properties: message.filterProperties ?? null,
      node: message.node ?? null,
      request_spec: message.requestSpec,
      accel_uuids: message.accelUuids ?? null,
    });
  }

  async terminateInstance(context: RequestContext, instance: NovaObject, bdms: NovaObject): Promise<void> {
    await this.cast(context, instance, 'terminate_instance', { instance, bdms });
  }

  async softDeleteInstance(context: RequestContext, instance: NovaObject): Promise<void> {
    await this.cast(context, instance, 'soft_delete_instance', { instance });
  }

  async restoreInstance(context: RequestContext, instance: NovaObject): Promise<void> {
    await this.cast(context, instance, 'restore_instance', { instance });
  }

  async triggerCrashDump(context: RequestContext, instance: NovaObject): Promise<void> {
    await this.cast(context, instance, 'trigger_crash_dump', { instance });
  }

  async setAdminPassword(context: RequestContext, instance: NovaObject, newPass: string): Promise<void> {
    await this.call(context, instance, 'set_admin_password', { instance, new_pass: newPass });
  }

  async quiesceInstance(context: RequestContext, instance: NovaObject): Promise<void> {
    await this.call(context, instance, 'quiesce_instance', { instance });
  }

  /** @param mapping - block devices whose snapshots are waited for */
  async unquiesceInstance(
    context: RequestContext,
    instance: NovaObject,
    mapping: readonly ObjectValues[] | null = null,
  ): Promise<void> {
    await this.cast(context, instance, 'unquiesce_instance', { instance, mapping });
  }
}
