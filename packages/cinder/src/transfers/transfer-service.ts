// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { OverQuota } from '../errors/base.js';
import { VolumeSizeExceedsLimit } from '../errors/quotas.js';
import { InvalidSnapshot } from '../errors/snapshots.js';
import { InvalidAuthKey } from '../errors/transfers.js';
import { InvalidVolume } from '../errors/volumes.js';
import type { Snapshot, Transfer } from '../generated/mysql/client.js';
import { FIXED_KEY_ID } from '../keys/key-manager.js';
import type { VolumeObjectRow } from '../objects/from-rows.js';
import type { Page } from '../paging/page.js';
import { describeOverQuota } from '../quotas/over-quota.js';
import type { QuotaEngine, Reservations } from '../quotas/quota-engine.js';
import type { VolumeRpc } from '../rpc/volume-rpc.js';
import { cryptHash, isKey, randomKey } from './transfer-key.js';
import type { TransferRepository } from './transfer-repository.js';

export interface TransferServiceInit {
  readonly transfers: TransferRepository;
  /** Throws `VolumeNotFound`, also for another project's. */
  readonly volumes: { get(context: RequestContext, id: string): Promise<VolumeObjectRow> };
  readonly quotas: Pick<QuotaEngine, 'reserve' | 'commit' | 'rollback' | 'addVolumeTypeOptions' | 'limitCheck'>;
  readonly volumeRpc: Pick<VolumeRpc, 'acceptTransfer'>;
  readonly enforcer: Enforcer;
  /** Tells of the volume: `volume.<suffix>`. */
  readonly notify: (context: RequestContext, volume: VolumeObjectRow, suffix: string) => Promise<void>;
  readonly settings: {
    /** `volume_transfer_salt_length` and `volume_transfer_key_length`: letters. */
    readonly saltLength: number;
    readonly keyLength: number;
    /** `no_snapshot_gb_quota` */
    readonly noSnapshotGigabytes: boolean;
  };
  readonly logger: Logger;
}

/** What a client offers. */
export interface TransferOffer {
  readonly volumeId: string;
  readonly name: string | null;
  readonly noSnapshots: boolean;
  /** From 3.70 on. */
  readonly allowEncrypted: boolean;
}

/** What was reserved for both sides, and whose the donor's is. */
interface Moved {
  readonly reservations: Reservations;
  readonly projectId: string;
}

/** Giving volumes to other projects: upstream's cinder/transfer/api.py. */
export class TransferService {
  readonly #init: TransferServiceInit;

  constructor(init: TransferServiceInit) {
    this.#init = init;
  }

  /** Throws `TransferNotFound`, `PolicyNotAuthorized`. */
  async get(context: RequestContext, id: string): Promise<Transfer> {
    this.#authorizeCaller('volume:get_transfer', context);
    return this.#init.transfers.get(context, id);
  }

  list(
    context: RequestContext,
    { filters, allProjects }: { readonly filters: Readonly<Record<string, string>>; readonly allProjects: boolean },
    page: Page,
  ): Promise<Transfer[]> {
    const projectId = context.isAdmin && allProjects ? undefined : (context.projectId ?? '');
    return this.#init.transfers.list(context, { projectId, filters }, page);
  }

  /**
   * Offers a volume. Who gives the key that is answered gets it.
   * @throws InvalidVolume, InvalidSnapshot
   */
  async create(context: RequestContext, offer: TransferOffer): Promise<{ transfer: Transfer; authKey: string }> {
    const { transfers, volumes, settings, notify } = this.#init;
    const volume = await volumes.get(context, offer.volumeId);
    this.#authorize('volume:create_transfer', volume, context);
    requireOfferable(volume, offer);
    if (!offer.noSnapshots)
      for (const { id, status } of await transfers.snapshots(volume.id))
        if (status !== 'available') throw new InvalidSnapshot(`snapshot: ${id} status must be available`);
    await notify(context, volume, 'transfer.create.start');
    const salt = randomKey(settings.saltLength);
    const authKey = randomKey(settings.keyLength);
    const transfer = await transfers.create({
      volumeId: volume.id,
      displayName: offer.name,
      salt,
      cryptHash: cryptHash(salt, authKey),
      noSnapshots: offer.noSnapshots,
      sourceProjectId: volume.projectId,
    });
    await notify(context, volume, 'transfer.create.end');
    return { transfer, authKey };
  }

  async delete(context: RequestContext, id: string): Promise<void> {
    const { transfers, volumes, notify, logger } = this.#init;
    const transfer = await transfers.get(context, id);
    const volume = await volumes.get(context, transfer.volumeId);
    this.#authorize('volume:delete_transfer', volume, context);
    await notify(context, volume, 'transfer.delete.start');
    if (!(await transfers.destroy(transfer))) logger.error('Volume in unexpected state');
    await notify(context, volume, 'transfer.delete.end');
  }

  /**
   * Takes a volume that was offered: owner and quotas of both projects change together.
   * @throws InvalidAuthKey, InvalidVolume, InvalidSnapshot, and the errors of quotas
   */
  async accept(context: RequestContext, id: string, authKey: string): Promise<Transfer> {
    const { transfers, volumes, volumeRpc, quotas, notify, logger } = this.#init;
    this.#authorizeCaller('volume:accept_transfer', context);
    // The volume is the donor's still.
    const elevated = context.elevated();
    const transfer = await transfers.get(elevated, id);
    if (!isKey(authKey, { salt: transfer.salt ?? '', hash: transfer.cryptHash ?? '' })) {
      const reason = `Attempt to transfer ${id} with invalid auth key.`;
      logger.error(reason);
      throw new InvalidAuthKey(reason);
    }
    const volume = await volumes.get(elevated, transfer.volumeId);
    if (volume.consistencyGroupId)
      throw new InvalidVolume(`Volume ${volume.id} must not be part of a consistency group.`);
    const snapshots = transfer.noSnapshots === true ? [] : await transfers.snapshots(volume.id);
    const moved = await this.#reserve(context, volume, snapshots);
    try {
      await notify(context, volume, 'transfer.accept.start');
      if (volume.status === 'maintenance')
        throw new InvalidVolume('The volume cannot accept transfer in maintenance mode.');
      const owner = { userId: context.userId ?? null, projectId: context.projectId ?? null };
      await volumeRpc.acceptTransfer(context, volume, {
        newUser: owner.userId ?? '',
        newProject: owner.projectId ?? '',
        noSnapshots: transfer.noSnapshots === true,
      });
      await transfers.transaction(async (transaction) => {
        await transfers.accept(transaction, transfer, owner, snapshots);
        for (const { reservations, projectId } of moved)
          await quotas.commit(context, reservations, { projectId, transaction });
      });
    } catch (error) {
      for (const { reservations, projectId } of moved) await quotas.rollback(context, reservations, { projectId });
      throw error;
    }
    logger.info(`Volume ${volume.id} has been transferred.`);
    await notify(context, await volumes.get(elevated, volume.id), 'transfer.accept.end');
    return transfer;
  }

  /** What the new owner gets and the donor gives back. Gives all of it back where one side cannot be reserved. */
  async #reserve(
    context: RequestContext,
    volume: VolumeObjectRow,
    snapshots: readonly Snapshot[],
  ): Promise<readonly Moved[]> {
    const { quotas, settings } = this.#init;
    const size = volume.size ?? 0;
    const snapshotSize = settings.noSnapshotGigabytes
      ? 0
      : snapshots.reduce((sum, { volumeSize }) => sum + (volumeSize ?? 0), 0);
    await this.#checkSize(context, size);
    const moved: Moved[] = [];
    const move = async (resource: 'volumes' | 'snapshots', count: number, gigabytes: number): Promise<void> => {
      const sides = [
        { projectId: context.projectId ?? '', sign: 1 },
        { projectId: volume.projectId ?? '', sign: -1 },
      ];
      for (const { projectId, sign } of sides) {
        const deltas = { [resource]: sign * count, gigabytes: sign * gigabytes };
        await quotas.addVolumeTypeOptions(context, deltas, volume.volumeTypeId);
        try {
          moved.push({ reservations: await quotas.reserve(context, deltas, { projectId }), projectId });
        } catch (error) {
          throw error instanceof OverQuota ? describeOverQuota(error, { resource, size: gigabytes }) : error;
        }
      }
    };
    try {
      await move('volumes', 1, size);
      if (snapshots.length > 0) await move('snapshots', snapshots.length, snapshotSize);
      return moved;
    } catch (error) {
      for (const { reservations, projectId } of moved) await quotas.rollback(context, reservations, { projectId });
      throw error;
    }
  }

  async #checkSize(context: RequestContext, size: number): Promise<void> {
    try {
      await this.#init.quotas.limitCheck(context, { per_volume_gigabytes: size });
    } catch (error) {
      if (!(error instanceof OverQuota)) throw error;
      throw new VolumeSizeExceedsLimit({ size, limit: error.quotas.per_volume_gigabytes ?? -1 });
    }
  }

  #authorize(rule: string, { projectId, userId }: VolumeObjectRow, context: RequestContext): void {
    this.#init.enforcer.authorize(rule, { project_id: projectId, user_id: userId }, context);
  }

  #authorizeCaller(rule: string, context: RequestContext): void {
    const target = { project_id: context.projectId ?? null, user_id: context.userId ?? null };
    this.#init.enforcer.authorize(rule, target, context);
  }
}

function requireOfferable(volume: VolumeObjectRow, { noSnapshots, allowEncrypted }: TransferOffer): void {
  if (volume.status !== 'available') throw new InvalidVolume('status must be available');
  if (volume.encryptionKeyId === null) return;
  if (!allowEncrypted) throw new InvalidVolume('transferring encrypted volume is not supported');
  if (noSnapshots) throw new InvalidVolume('transferring an encrypted volume without its snapshots is not supported');
  // The one key of the configuration file needs no transfer.
  if (volume.encryptionKeyId !== FIXED_KEY_ID)
    throw new InvalidVolume('transferring encrypted volume is not supported');
}
