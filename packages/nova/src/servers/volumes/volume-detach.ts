// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { BlockDeviceMappingValues } from '../../instances/instance.js';
import { vmStates } from '../../instances/states.js';
import type { Volumes, VolumeValues } from '../../volume/volumes.js';
import { asApiEvent } from '../actions/api-event.js';
import { giveBackVolumes } from '../delete/volume-cleanup.js';
import { instanceObject } from '../instance-object.js';
import type { LivingHosts } from '../living-hosts.js';
import type { PlacedServer } from '../server.js';

export interface VolumeDetachInit {
  readonly volumes: Volumes;
  readonly hosts: LivingHosts;
  readonly logger: Logger;
}

/** Takes volumes from servers: the host disconnects them, or there is none and they are only given back. */
export class VolumeDetach {
  readonly #init: VolumeDetachInit;

  constructor(init: VolumeDetachInit) {
    this.#init = init;
  }

  /** Throws `InstanceNotReady`, `HostNotUp`, and `InvalidVolume` where the volume service says no. */
  async run(
    context: RequestContext,
    server: PlacedServer,
    volume: VolumeValues,
    device: BlockDeviceMappingValues,
  ): Promise<void> {
    const { instance, cell } = server;
    const { volumes, hosts, logger } = this.#init;
    if (instance.vm_state === vmStates.shelvedOffloaded) {
      await cell.actions.start(context, instance.uuid, 'detach_volume');
      await asApiEvent(cell, context, instance.uuid, 'detach_volume', async () => {
        await giveBackVolumes(context, [device], { volumes, logger });
        await cell.devices.destroy(device.id);
      });
      return;
    }
    await hosts.check(server);
    await volumes.beginDetaching(context, volume.id);
    await cell.actions.start(context, instance.uuid, 'detach_volume');
    const attachmentId = volume.attachments[instance.uuid]?.attachment_id ?? null;
    await cell.compute.detachVolume(context, instanceObject(instance), volume.id, attachmentId);
  }
}
