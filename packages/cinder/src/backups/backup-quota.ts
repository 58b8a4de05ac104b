// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { CinderTransaction } from '../database.js';
import { OverQuota } from '../errors/base.js';
import { describeOverQuota } from '../quotas/over-quota.js';
import type { Reservations } from '../quotas/quota-engine.js';
import type { BackupRepository } from './backup-repository.js';
import type { BackupQuotas } from './ports.js';

/** What a backup takes of a project's quotas. */
export class BackupQuota {
  readonly #quotas: BackupQuotas;

  constructor(quotas: BackupQuotas) {
    this.#quotas = quotas;
  }

  /**
   * Runs the action in a transaction together with what commits the quota: both happen or neither.
   * @param size - GiB of the backup
   * @throws BackupLimitExceeded, VolumeBackupSizeExceedsAvailableQuota
   */
  async take<T>(
    context: RequestContext,
    size: number,
    backups: Pick<BackupRepository, 'transaction'>,
    action: (tx: CinderTransaction) => Promise<T>,
  ): Promise<T> {
    const reservations = await this.#reserve(context, size);
    try {
      return await backups.transaction(async (tx) => {
        const result = await action(tx);
        await this.#quotas.commit(context, reservations, { transaction: tx });
        return result;
      });
    } catch (error) {
      await this.#quotas.rollback(context, reservations);
      throw error;
    }
  }

  async #reserve(context: RequestContext, size: number): Promise<Reservations> {
    try {
      return await this.#quotas.reserve(context, { backups: 1, backup_gigabytes: size });
    } catch (error) {
      throw error instanceof OverQuota ? describeOverQuota(error, { resource: 'backups', size }) : error;
    }
  }
}
