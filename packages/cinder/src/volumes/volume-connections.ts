// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import type { DeletionGuard } from '../attachments/deletion-guard.js';
import { InvalidVolumeAttachMode } from '../errors/attachments.js';
import { InvalidVolume } from '../errors/volumes.js';
import type { ObjectValues } from '../objects/wire-object.js';
import type { VolumeRpc } from '../rpc/volume-rpc.js';
import { isMigrating, NOT_MIGRATING } from './migration-states.js';
import type { VolumeRepository } from './volume-repository.js';
import { dictionaryOf, type VolumeRow } from './volume.js';

export interface VolumeConnectionsDependencies {
  readonly volumes: VolumeRepository;
  readonly volumeRpc: Pick<VolumeRpc, 'attachVolume' | 'detachVolume' | 'initializeConnection' | 'terminateConnection'>;
  readonly guard: DeletionGuard;
  readonly enforcer: Enforcer;
}

const ACTIONS = 'volume_extension:volume_actions';

/** Attaching as it was before attachments (3.27), by actions of the volume: upstream's cinder/volume/api.py. */
export class VolumeConnections {
  readonly #dependencies: VolumeConnectionsDependencies;

  constructor(dependencies: VolumeConnectionsDependencies) {
    this.#dependencies = dependencies;
  }

  /** Throws `InvalidVolume`. */
  async reserve(context: RequestContext, volume: VolumeRow): Promise<void> {
    this.#authorize(`${ACTIONS}:reserve`, volume, context);
    const { volumes } = this.#dependencies;
    const multiattach = volume.multiattach === true;
    const states = multiattach ? ['available', 'in-use'] : ['available'];
    if (await volumes.changeWhere(volume.id, { multiattach, status: { in: states } }, { status: 'attaching' })) return;
    throw new InvalidVolume(
      `Volume status must be ${states.join(' or ')} to reserve, but the status is ${volume.status ?? ''}.`,
    );
  }

  /** A volume that is not reserved stays as it is. */
  async unreserve(context: RequestContext, volume: VolumeRow): Promise<void> {
    this.#authorize(`${ACTIONS}:unreserve`, volume, context);
    const { volumes } = this.#dependencies;
    const attached = { attachStatus: { not: 'detached' }, deleted: false };
    const reserved = { status: 'attaching' };
    if (await volumes.changeWhere(volume.id, { ...reserved, attachments: { some: attached } }, { status: 'in-use' }))
      return;
    await volumes.changeWhere(volume.id, { ...reserved, attachments: { none: attached } }, { status: 'available' });
  }

  /** Throws `InvalidVolume`. */
  async beginDetaching(context: RequestContext, volume: VolumeRow): Promise<void> {
    this.#authorize(`${ACTIONS}:begin_detaching`, volume, context);
    const expected = { AND: [{ status: 'in-use', attachStatus: 'attached' }, NOT_MIGRATING] };
    const isChanged = await this.#dependencies.volumes.changeWhere(volume.id, expected, { status: 'detaching' });
    // While it is migrated its user does not see that it is detached.
    if (isChanged || isMigrating(volume)) return;
    throw new InvalidVolume(
      "Unable to detach volume. Volume status must be 'in-use' and attach_status must be 'attached' to detach.",
    );
  }

  async rollDetaching(context: RequestContext, volume: VolumeRow): Promise<void> {
    this.#authorize(`${ACTIONS}:roll_detaching`, volume, context);
    await this.#dependencies.volumes.changeWhere(volume.id, { status: 'detaching' }, { status: 'in-use' });
  }

  /** Throws `InvalidVolume`, `InvalidVolumeAttachMode`. */
  async attach(
    context: RequestContext,
    volume: VolumeRow,
    attachment: {
      readonly instanceUuid: string | null;
      readonly hostName: string | null;
      readonly mountpoint: string;
      readonly mode: string;
    },
  ): Promise<void> {
    const { volumes, volumeRpc } = this.#dependencies;
    this.#authorize(`${ACTIONS}:attach`, volume, context);
    if (volume.status === 'maintenance') throw new InvalidVolume('The volume cannot be attached in maintenance mode.');
    const { readonly } = dictionaryOf(volume.adminMetadata);
    if (readonly === undefined) await volumes.setMetadata('volumeAdminMetadata', volume.id, { readonly: 'False' });
    if (readonly === 'True' && attachment.mode !== 'ro') throw new InvalidVolumeAttachMode(attachment.mode, volume.id);
    await volumeRpc.attachVolume(context, volume, attachment);
  }

  /** Throws `InvalidVolume`, `ConflictNovaUsingAttachment`. */
  async detach(context: RequestContext, volume: VolumeRow, attachmentId: string | null): Promise<void> {
    const { volumeRpc, guard } = this.#dependencies;
    this.#authorize(`${ACTIONS}:detach`, volume, context);
    await guard.check(context, volume, attachmentId);
    if (volume.status === 'maintenance') throw new InvalidVolume('The volume cannot be detached in maintenance mode.');
    await volumeRpc.detachVolume(context, volume, attachmentId);
  }

  /** The connection info that the back end gives this connector. */
  async initialize(
    context: RequestContext,
    volume: VolumeRow,
    connector: ObjectValues,
  ): Promise<Record<string, unknown>> {
    this.#authorize(`${ACTIONS}:initialize_connection`, volume, context);
    if (volume.status === 'maintenance')
      throw new InvalidVolume('The volume connection cannot be initialized in maintenance mode.');
    return this.#dependencies.volumeRpc.initializeConnection(context, volume, connector);
  }

  /** Has the back end forget a connector, and gives the reservation back. Throws `ConflictNovaUsingAttachment`. */
  async terminate(context: RequestContext, volume: VolumeRow, connector: ObjectValues | null): Promise<void> {
    const { volumeRpc, guard } = this.#dependencies;
    this.#authorize(`${ACTIONS}:terminate_connection`, volume, context);
    await guard.check(context, volume, null);
    await volumeRpc.terminateConnection(context, volume, connector);
    await this.unreserve(context, volume);
  }

  #authorize(rule: string, { projectId, userId }: VolumeRow, context: RequestContext): void {
    this.#dependencies.enforcer.authorize(rule, { project_id: projectId, user_id: userId }, context);
  }
}
