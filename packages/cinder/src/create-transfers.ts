// SPDX-License-Identifier: Apache-2.0
import type { Provider } from '@nestjs/common';
import type { Configuration, Logger } from '@stackport/config';
import type { Enforcer } from '@stackport/policy';
import { apiClass } from './api-class.js';
import type { CinderDatabase } from './database.js';
import type { Notifications } from './notifications/notifications.js';
import { importNpmExport } from './npm-export.js';
import { apiClassOptions, quotaOptions, volumeOptions } from './options/index.js';
import type { QuotaEngine } from './quotas/quota-engine.js';
import type { VolumeRpc } from './rpc/volume-rpc.js';
import { TransferRepository } from './transfers/transfer-repository.js';
import { TransferService } from './transfers/transfer-service.js';
import { volumeUsage } from './volume/manager/usage.js';
import type { VolumeRepository } from './volumes/volume-repository.js';

export interface TransfersInit {
  readonly configuration: Configuration;
  readonly database: CinderDatabase;
  readonly enforcer: Enforcer;
  readonly quotas: QuotaEngine;
  readonly volumes: VolumeRepository;
  readonly volumeRpc: VolumeRpc;
  readonly notifications: Notifications;
  readonly logger: Logger;
}

/** Puts transfers together. Rejects with what is wrong with `transfer_api_class`. */
export async function createTransfers(init: TransfersInit): Promise<{ readonly providers: Provider[] }> {
  const { configuration, volumes, quotas, volumeRpc, enforcer, notifications } = init;
  const settings = configuration.get(volumeOptions);
  const Service = await apiClass({
    option: 'transfer_api_class',
    name: configuration.get(apiClassOptions).transfer_api_class,
    upstream: 'cinder.transfer.api.API',
    base: TransferService,
    importModule: (name) => importNpmExport(name, configuration),
  });
  const service = new Service({
    transfers: new TransferRepository(init.database),
    volumes,
    quotas,
    volumeRpc,
    enforcer,
    notify: (context, volume, suffix) => notifications.info(context, 'volume', `volume.${suffix}`, volumeUsage(volume)),
    settings: {
      saltLength: settings.volume_transfer_salt_length,
      keyLength: settings.volume_transfer_key_length,
      noSnapshotGigabytes: configuration.get(quotaOptions).no_snapshot_gb_quota,
    },
    logger: init.logger.named('cinder.transfer.api'),
  });
  return { providers: [{ provide: TransferService, useValue: service }] };
}
