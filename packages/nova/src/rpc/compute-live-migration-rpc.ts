// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { ObjectValues } from '@stackport/versioned-objects';
import type { NovaObject } from '../objects/nova-object.js';
import { hostOfMigration } from './addressing.js';
import { ComputeResizeRpc } from './compute-resize-rpc.js';

/** Live migrations. */
export class ComputeLiveMigrationRpc extends ComputeResizeRpc {
  /** What the destination says of itself: its driver's migrate data. */
  async checkCanLiveMigrateDestination(
    context: RequestContext,
    instance: NovaObject,
    destination: string,
    message: {
      readonly blockMigration: boolean | null;
      readonly diskOverCommit: boolean | null;
      readonly migration: NovaObject;
      readonly limits: NovaObject | null;
    },
  ): Promise<NovaObject> {
    return (await this.longCall(context, destination, 'check_can_live_migrate_destination', {
      instance,
      block_migration: message.blockMigration,
      disk_over_commit: message.diskOverCommit,
      migration: message.migration,
      limits: message.limits,
    })) as NovaObject;
  }

  /** The migrate data with what the source adds. */
  async checkCanLiveMigrateSource(
    context: RequestContext,
    instance: NovaObject,
    destCheckData: NovaObject,
  ): Promise<NovaObject> {
    const args = { instance, dest_check_data: destCheckData };
    return (await this.call(context, instance, 'check_can_live_migrate_source', args)) as NovaObject;
  }

  /** @param host - null for the instance's own */
  async checkInstanceSharedStorage(
    context: RequestContext,
    data: ObjectValues,
    { instance, host = null }: { readonly instance: NovaObject; readonly host?: string | null },
  ): Promise<boolean> {
    return (await this.call(context, host ?? instance, 'check_instance_shared_storage', { data })) === true;
  }

  /**
   * @param host - that the instance leaves
   * @param dest - that it goes to
   */
  async liveMigration(
    context: RequestContext,
    instance: NovaObject,
    host: string,
    message: {
      readonly dest: string;
      readonly blockMigration: boolean | null;
      readonly migration: NovaObject;
      readonly migrateData?: NovaObject | null;
    },
  ): Promise<void> {
    await this.cast(context, host, 'live_migration', {
      instance,
      dest: message.dest,
      block_migration: message.blockMigration,
      migrate_data: message.migrateData ?? null,
      migration: message.migration,
    });
  }

  /** The migrate data with what the destination adds. */
  async preLiveMigration(
    context: RequestContext,
    instance: NovaObject,
    host: string,
    { disk, migrateData }: { readonly disk: string | null; readonly migrateData: NovaObject },
  ): Promise<NovaObject> {
    const args = { instance, disk, migrate_data: migrateData };
    return (await this.longCall(context, host, 'pre_live_migration', args)) as NovaObject;
  }

  async liveMigrationForceComplete(
    context: RequestContext,
    instance: NovaObject,
    migration: NovaObject,
  ): Promise<void> {
    const host = hostOfMigration(migration, 'source_compute');
    await this.cast(context, host, 'live_migration_force_complete', { instance });
  }

  async liveMigrationAbort(context: RequestContext, instance: NovaObject, migrationId: number): Promise<void> {
    await this.cast(context, instance, 'live_migration_abort', { instance, migration_id: migrationId });
  }

  async postLiveMigrationAtDestination(
    context: RequestContext,
    instance: NovaObject,
    blockMigration: boolean,
    host: string,
  ): Promise<void> {
    const args = { instance, block_migration: blockMigration };
    await this.longCall(context, host, 'post_live_migration_at_destination', args);
  }

  async rollbackLiveMigrationAtDestination(
    context: RequestContext,
    instance: NovaObject,
    host: string,
    { destroyDisks, migrateData }: { readonly destroyDisks: boolean; readonly migrateData: NovaObject | null },
  ): Promise<void> {
    const args = { instance, destroy_disks: destroyDisks, migrate_data: migrateData };
    await this.cast(context, host, 'rollback_live_migration_at_destination', args);
  }

  /** Waits, so that the source can drop the migration context afterwards. */
  async dropMoveClaimAtDestination(context: RequestContext, instance: NovaObject, host: string): Promise<void> {
    await this.call(context, host, 'drop_move_claim_at_destination', { instance });
  }
}
