// SPDX-License-Identifier: Apache-2.0
import type { ObjectValues } from '@stackport/versioned-objects';
import type { MigrationValues } from '../../migrations/migration-repository.js';
import type { ComputeManager } from '../compute-manager.js';
import { cast, instanceOf, type Handlers } from './arguments.js';

/** What hosts are told and asked when a server moves while it runs. */
export function liveMigrationHandlers({ liveMigrations, liveMigrationEnds: ends }: ComputeManager): Handlers {
  return {
    check_can_live_migrate_destination: (context, args) =>
      ends.checkDestination(context, instanceOf(args), args.block_migration),
    check_can_live_migrate_source: (context, args) =>
      ends.checkSource(context, instanceOf(args).uuid, (args.dest_check_data ?? {}) as ObjectValues),
    pre_live_migration: (context, args) =>
      ends.prepare(context, instanceOf(args).uuid, (args.migrate_data ?? {}) as ObjectValues),
    live_migration: cast((context, uuid, args, message) =>
      liveMigrations.run(
        context,
        uuid,
        {
          destination: String(args.dest),
          blockMigration: args.block_migration === true,
          migration: args.migration as MigrationValues,
          migrateData: (args.migrate_data ?? {}) as ObjectValues,
        },
        message,
      ),
    ),
    live_migration_force_complete: cast((context, uuid, _args, message) =>
      liveMigrations.forceComplete(context, uuid, message),
    ),
    live_migration_abort: cast((context, uuid, args, message) =>
      liveMigrations.abort(context, uuid, Number(args.migration_id), message),
    ),
    post_live_migration_at_destination: (context, args) => ends.arrive(context, instanceOf(args).uuid),
    rollback_live_migration_at_destination: cast(async (context, uuid, _args, message) => {
      await message.acknowledge();
      await ends.withdraw(context, uuid);
    }),
    remove_volume_connection: (context, args) =>
      ends.removeVolume(context, instanceOf(args).uuid, String(args.volume_id)),
    // What a server holds here is in placement and in the tracker; there is no other claim to drop.
    drop_move_claim_at_destination: (context, args) => ends.drop(context, instanceOf(args).uuid),
  };
}
