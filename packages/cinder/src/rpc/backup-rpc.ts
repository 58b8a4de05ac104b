// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { RpcClient } from '@stackport/messaging';
import { backupObject, type BackupObjectRow } from '../objects/from-rows.js';
import { logLevelObject } from '../objects/requests.js';
import type { ObjectValues, WireObject } from '../objects/wire-object.js';
import { contextDictionary } from './rpc-context.js';

/** Calls into cinder-backup: upstream's backup/rpcapi.py, BackupAPI (RPC API 2.3), name for name. */
export class BackupRpc {
  readonly #client: RpcClient;

  /** @param client - of topic `cinder-backup`, version 2.0 */
  constructor(client: RpcClient) {
    this.#client = client;
  }

  async createBackup(context: RequestContext, backup: BackupObjectRow): Promise<void> {
    await this.#cast(context, backup.host, 'create_backup', { backup: backupObject(backup) });
  }

  /** cinder-volume's answer to `get_backup_device`. @param device - `BackupDeviceInfo`, null where there is none */
  async continueBackup(context: RequestContext, backup: BackupObjectRow, device: WireObject | null): Promise<void> {
    const args = { backup: backupObject(backup), backup_device: device };
    await this.#cast(context, backup.host, 'continue_backup', args);
  }

  /** @param host - of the cinder-backup that does it */
  async restoreBackup(
    context: RequestContext,
    host: string | null,
    backup: BackupObjectRow,
    volumeId: string,
  ): Promise<void> {
    await this.#cast(context, host, 'restore_backup', { backup: backupObject(backup), volume_id: volumeId });
  }

  async deleteBackup(context: RequestContext, backup: BackupObjectRow): Promise<void> {
    await this.#cast(context, backup.host, 'delete_backup', { backup: backupObject(backup) });
  }

  async exportRecord(context: RequestContext, backup: BackupObjectRow): Promise<Record<string, string>> {
    return (await this.#call(context, backup.host, 'export_record', { backup: backupObject(backup) })) as Record<
      string,
      string
    >;
  }

  /** @param hosts - others that may try where this one's driver is another */
  async importRecord(
    context: RequestContext,
    host: string,
    backup: BackupObjectRow,
    record: { readonly service: string; readonly url: string; readonly hosts: readonly string[] },
  ): Promise<void> {
    await this.#cast(context, host, 'import_record', {
      backup: backupObject(backup),
      backup_service: record.service,
      backup_url: record.url,
      backup_hosts: record.hosts,
    });
  }

  async resetStatus(context: RequestContext, backup: BackupObjectRow, status: string): Promise<void> {
    await this.#cast(context, backup.host, 'reset_status', { backup: backupObject(backup), status });
  }

  async checkSupportToForceDelete(context: RequestContext, host: string | null): Promise<boolean> {
    return (await this.#call(context, host, 'check_support_to_force_delete', {})) === true;
  }

  async setLogLevels(context: RequestContext, host: string, request: ObjectValues): Promise<void> {
    await this.#cast(context, host, 'set_log_levels', { log_request: logLevelObject(request) }, '2.1');
  }

  getLogLevels(context: RequestContext, host: string, request: ObjectValues): Promise<unknown> {
    return this.#call(context, host, 'get_log_levels', { log_request: logLevelObject(request) }, '2.1');
  }

  async publishServiceCapabilities(context: RequestContext): Promise<void> {
    await this.#client
      .prepare({ fanout: true, version: '2.2' })
      .cast(contextDictionary(context), 'publish_service_capabilities', {});
  }

  async #cast(context: RequestContext, host: string | null, method: string, args: ObjectValues, version = '2.0') {
    await this.#to(host, version).cast(contextDictionary(context), method, args);
  }

  #call(context: RequestContext, host: string | null, method: string, args: ObjectValues, version = '2.0') {
    return this.#to(host, version).call(contextDictionary(context), method, args);
  }

  #to(host: string | null, version: string): RpcClient {
    return this.#client.prepare({ version, ...(host === null ? {} : { server: host }) });
  }
}
