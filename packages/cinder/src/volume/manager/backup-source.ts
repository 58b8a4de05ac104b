// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { InvalidBackup } from '../../errors/backups.js';
import type { VolumeBackend } from './volume-backend.js';
import type { VolumeWithParts } from './manager-repository.js';

/**
 * Makes an empty volume and has cinder-backup write a backup's bytes to it: the volume is `creating` until that is done
 * (upstream's _create_from_backup, for drivers that do not read backups themselves).
 *
 * The backup is claimed as restoring for this volume by compare-and-swap, so one that is being restored already is
 * refused, and a message that comes again has nothing to do. Throws `ServiceNotFound` without a cinder-backup that is
 * up, `BackupNotFound`, `InvalidBackup`, and what the driver throws; nothing is left on the back end then.
 */
export async function createFromBackup(
  backend: VolumeBackend,
  context: RequestContext,
  volume: VolumeWithParts,
  backupId: string,
): Promise<void> {
  const { repository, backups, backupHosts, backupRpc } = backend.init;
  const backup = await repository.getBackup(backupId);
  if (backup.status === 'restoring' && backup.restoreVolumeId === volume.id) return;
  const host = await backupHosts.pick(backup.host, backup.availabilityZone);
  const update = await backend.driver.createVolume(volume);
  const claim = { status: 'restoring', restoreVolumeId: volume.id } as const;
  try {
    await repository.updateVolume(volume.id, { ...update, serviceUuid: backend.service.uuid ?? volume.serviceUuid });
    if (!(await backups.change(backupId, { status: 'available' }, { ...claim, host })))
      throw new InvalidBackup(`Backup ${backupId} is not available any more.`);
    await backupRpc.restoreBackup(context, host, { ...backup, ...claim, host }, volume.id);
  } catch (error) {
    await backups.change(backupId, claim, { status: 'available', restoreVolumeId: backup.restoreVolumeId });
    await backend.driver.deleteVolume(volume);
    throw error;
  }
}
