// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { BackupNotFound, InvalidBackup } from '../errors/backups.js';
import type { IncomingMessage } from '../rpc/create-endpoint.js';
import type { SchedulerRpc } from '../rpc/scheduler-rpc.js';
import { AbandonedBackups } from './abandoned-backups.js';
import { notifyAbout, type BackupWorker } from './backup-worker.js';
import { CreateFlow, type DeviceReference } from './create-flow.js';
import { DeleteFlow } from './delete-flow.js';
import { RecordFlow } from './record-flow.js';
import { RestoreFlow } from './restore-flow.js';
import { TemporaryCopies } from './temporary-copies.js';

/** What a cinder-backup does: upstream's backup/manager.py, BackupManager (RPC API 2.3), method by method. */
export class BackupManager {
  readonly #worker: BackupWorker;
  readonly #schedulerRpc: SchedulerRpc;
  readonly #copies: TemporaryCopies;
  readonly #creation: CreateFlow;
  readonly #restoration: RestoreFlow;
  readonly #deletion: DeleteFlow;
  readonly #records: RecordFlow;
  readonly #abandoned: AbandonedBackups;
  /** Operations under way. */
  readonly #operations = new Set<Promise<unknown>>();

  constructor(worker: BackupWorker, schedulerRpc: SchedulerRpc) {
    this.#worker = worker;
    this.#schedulerRpc = schedulerRpc;
    this.#copies = new TemporaryCopies(worker);
    this.#creation = new CreateFlow(worker, this.#copies);
    this.#restoration = new RestoreFlow(worker);
    this.#deletion = new DeleteFlow(worker);
    this.#records = new RecordFlow(worker);
    this.#abandoned = new AbandonedBackups(worker, this.#deletion, this.#copies);
  }

  /**
   * Sets the driver up and settles what a killed process of this host left.
   * @param offload - whether the deletions among it are finished beside the service's work
   */
  async initHost(context: RequestContext, { offload }: { readonly offload: boolean }): Promise<void> {
    const { setup, logger } = this.#worker;
    await setup.start();
    const deletions = await this.#abandoned.settle(context).catch((error: unknown) => {
      logger.error('Problem cleaning incomplete backup operations.', error);
      return [];
    });
    const finish = this.#track(inTurn(deletions, (error) => logger.error('A deletion could not be resumed.', error)));
    if (!offload) await finish;
    await this.publishServiceCapabilities(context);
  }

  createBackup(context: RequestContext, backupId: string, message: IncomingMessage): Promise<void> {
    return this.#track(this.#creation.create(context, backupId, message));
  }

  continueBackup(
    context: RequestContext,
    backupId: string,
    device: DeviceReference | undefined,
    message: IncomingMessage,
  ): Promise<void> {
    return this.#track(this.#creation.continue(context, backupId, device, message));
  }

  restoreBackup(context: RequestContext, backupId: string, volumeId: string, message: IncomingMessage): Promise<void> {
    return this.#track(this.#restoration.restore(context, backupId, volumeId, message));
  }

  deleteBackup(context: RequestContext, backupId: string, message: IncomingMessage): Promise<void> {
    return this.#track(this.#deletion.delete(context, backupId, message));
  }

  exportRecord(backupId: string): Promise<{ backup_service: string | null; backup_url: string }> {
    return this.#records.exportRecord(backupId);
  }

  importRecord(
    context: RequestContext,
    backupId: string,
    record: { readonly service: string; readonly url: string; readonly hosts: readonly string[] },
  ): Promise<void> {
    return this.#track(this.#records.importRecord(context, backupId, record));
  }

  /** Throws `InvalidBackup` for a backup of another driver. */
  async resetStatus(context: RequestContext, backupId: string, status: string): Promise<void> {
    const { backups, setup, logger } = this.#worker;
    const backup = await backups.find(backupId);
    if (backup === null || backup.deleted === true) throw new BackupNotFound(backupId);
    logger.info(`Reset backup status started, backup_id: ${backupId}, status: ${status}.`);
    if (!setup.isOurs(backup.service))
      throw new InvalidBackup(
        `Reset backup status aborted, the backup service currently configured [${setup.name}] is not the backup ` +
          `service that was used to create this backup [${backup.service ?? ''}].`,
      );
    if (backup.service === null) return;
    await backups.change(backupId, {}, { status });
    try {
      if (status === 'error') await this.#copies.remove(context, backupId);
    } catch (error) {
      logger.error(`Problem cleaning temp volumes and snapshots for backup ${backupId}.`, error);
    }
    await notifyAbout(this.#worker, context, { ...backup, status }, 'reset_status.end');
  }

  checkSupportToForceDelete(): boolean {
    const { setup } = this.#worker;
    return setup.isWorking && setup.driver.supportForceDelete;
  }

  /** Tells the schedulers whether this service works; what cannot be told now is told next time. */
  async publishServiceCapabilities(context: RequestContext): Promise<void> {
    const { setup, host, availabilityZone, logger } = this.#worker;
    const capabilities = {
      backend_state: setup.isWorking,
      driver_name: setup.name,
      availability_zone: availabilityZone,
    };
    try {
      await this.#schedulerRpc.updateServiceCapabilities(context, 'backup', host, capabilities);
      await this.#schedulerRpc.notifyServiceCapabilities(context, 'backup', host, capabilities);
    } catch (error) {
      logger.warning(`The schedulers could not be told of this service: ${(error as Error).message}`);
    }
  }

  /** Resolves when nothing is under way any more. */
  async idle(): Promise<void> {
    while (this.#operations.size > 0) await Promise.allSettled([...this.#operations]);
  }

  #track<T>(operation: Promise<T>): Promise<T> {
    this.#operations.add(operation);
    const done = (): void => void this.#operations.delete(operation);
    operation.then(done, done);
    return operation;
  }
}

async function inTurn(actions: readonly (() => Promise<void>)[], onError: (error: unknown) => void): Promise<void> {
  for (const action of actions) await action().catch(onError);
}
