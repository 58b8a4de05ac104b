// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '@stackport/messaging';
import { InvalidParameterValue } from '../errors/base.js';
import { logLevelObject } from '../objects/requests.js';
import { toWireList } from '../objects/wire-object.js';
import { createEndpoint, type MessageArguments } from '../rpc/create-endpoint.js';
import type { LogLevels } from '../services/log-level-service.js';
import type { BackupManager } from './backup-manager.js';
import type { DeviceReference } from './create-flow.js';

/** Version of the RPC API that is served: upstream's as of Zed. */
export const BACKUP_RPC_VERSION = '2.3';

/** The manager's methods under their names on the bus. */
export function backupEndpoint(manager: BackupManager, logLevels: LogLevels): Endpoint {
  return createEndpoint(BACKUP_RPC_VERSION, {
    create_backup: (context, args, message) => manager.createBackup(context, idOf(args, 'backup'), message),
    continue_backup: (context, args, message) =>
      manager.continueBackup(context, idOf(args, 'backup'), deviceOf(args.backup_device), message),
    restore_backup: (context, args, message) =>
      manager.restoreBackup(context, idOf(args, 'backup'), text(args.volume_id, 'volume_id'), message),
    delete_backup: (context, args, message) => manager.deleteBackup(context, idOf(args, 'backup'), message),
    export_record: (_context, args) => manager.exportRecord(idOf(args, 'backup')),
    import_record: (context, args) =>
      manager.importRecord(context, idOf(args, 'backup'), {
        service: text(args.backup_service, 'backup_service'),
        url: text(args.backup_url, 'backup_url'),
        hosts: Array.isArray(args.backup_hosts) ? args.backup_hosts.map(String) : [],
      }),
    reset_status: (context, args) => manager.resetStatus(context, idOf(args, 'backup'), text(args.status, 'status')),
    check_support_to_force_delete: async () => manager.checkSupportToForceDelete(),
    set_log_levels: async (_context, { log_request: request }) => {
      const { prefix, level } = request as { readonly prefix?: string | null; readonly level: string };
      logLevels.set(prefix ?? '', level);
    },
    get_log_levels: async (_context, { log_request: request }) => {
      const { prefix } = request as { readonly prefix?: string | null };
      const levels = Object.entries(logLevels.get(prefix ?? ''));
      return toWireList(
        'LogLevelList',
        levels.map(([name, level]) => logLevelObject({ prefix: name, level })),
      );
    },
    publish_service_capabilities: (context) => manager.publishServiceCapabilities(context),
  });
}

function idOf(args: MessageArguments, name: string): string {
  return text((args[name] as { readonly id?: unknown } | null | undefined)?.id, name);
}

function deviceOf(device: unknown): DeviceReference | undefined {
  const { volume, snapshot } = (device ?? {}) as Record<string, { readonly id?: unknown } | null | undefined>;
  if (typeof volume?.id === 'string') return { volumeId: volume.id };
  if (typeof snapshot?.id === 'string') return { snapshotId: snapshot.id };
  return undefined;
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new InvalidParameterValue(`The message has no ${name}.`);
  return value;
}
