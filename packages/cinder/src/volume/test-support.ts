// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { silentLogger } from '@stackport/config';
import type { Snapshot, Volume } from '../generated/mysql/client.js';
import { QemuImg } from '../image/qemu-img.js';
import { FileDriver } from './drivers/file/file-driver.js';
import { ImageTransfer } from './drivers/file/image-transfer.js';
import { VolumeFolder } from './drivers/file/volume-folder.js';

export const HOST = 'node@files';

/** A row with all columns. */
export function volumeRow(values: Partial<Volume> = {}): Volume {
  const empty = Object.fromEntries(
    [
      ...[
        'ec2Id',
        'scheduledAt',
        'launchedAt',
        'terminatedAt',
        'displayName',
        'displayDescription',
        'providerLocation',
      ],
      ...['providerAuth', 'snapshotId', 'sourceVolumeId', 'providerGeometry', 'nameId', 'encryptionKeyId'],
      ...['migrationStatus', 'replicationStatus', 'replicationExtendedStatus', 'replicationDriverData'],
      ...['consistencyGroupId', 'providerId', 'previousStatus', 'clusterName', 'groupId', 'serviceUuid'],
      ...['createdAt', 'updatedAt', 'deletedAt'],
    ].map((name) => [name, null]),
  );
  return {
    ...empty,
    id: randomUUID(),
    userId: 'user',
    projectId: 'project',
    host: `${HOST}#files`,
    size: 1,
    availabilityZone: 'nova',
    status: 'creating',
    attachStatus: 'detached',
    volumeTypeId: '11111111-2222-4333-8444-555555555555',
    bootable: false,
    multiattach: false,
    sharedTargets: false,
    useQuota: true,
    deleted: false,
    ...values,
  } as Volume;
}

export function snapshotRow(volume: Volume, values: Partial<Snapshot> = {}): Snapshot {
  return {
    id: randomUUID(),
    volumeId: volume.id,
    userId: 'user',
    projectId: 'project',
    status: 'creating',
    progress: '0%',
    volumeSize: volume.size,
    scheduledAt: null,
    displayName: null,
    displayDescription: null,
    providerLocation: null,
    encryptionKeyId: null,
    volumeTypeId: volume.volumeTypeId,
    cgsnapshotId: null,
    providerId: null,
    providerAuth: null,
    groupSnapshotId: null,
    useQuota: true,
    createdAt: null,
    updatedAt: null,
    deletedAt: null,
    deleted: false,
    ...values,
  };
}

/** The file driver over a folder of the test's own. */
export function fileDriver(folder: string, host = HOST): FileDriver {
  return new FileDriver({
    folder: new VolumeFolder(join(folder, 'volumes'), host),
    images: new ImageTransfer({
      qemuImg: new QemuImg({ cpu: 60, addressSpace: 1 }),
      conversionFolder: join(folder, 'conversion'),
      backend: host,
      isConversionDisabled: false,
      allowedVmdkTypes: ['streamOptimized', 'monolithicSparse'],
      logger: silentLogger,
    }),
    names: { volume: 'volume-%s', snapshot: 'snapshot-%s' },
    backendName: 'files',
    reservedPercentage: 0,
    maxOverSubscriptionRatio: '20.0',
    filterFunction: null,
    goodnessFunction: null,
    isThin: true,
    allowsMultiattach: true,
    logger: silentLogger,
  });
}
