// SPDX-License-Identifier: Apache-2.0
import type { Prisma } from '../generated/mysql/client.js';

/** A volume's states that attachments leave it. */
export interface AttachedStates {
  readonly status: string;
  readonly attachStatus: string;
}

/**
 * What a volume with these attachments is: the first of attached, attaching, detaching, reserved that one of them is.
 * Attachments that failed do not count (upstream's db/sqlalchemy/api.py, _get_statuses_from_attachments).
 */
export function statesFrom(attachments: readonly { readonly attachStatus: string | null }[]): AttachedStates {
  const [attachStatus = 'detached'] = attachments
    .map((attachment) => attachment.attachStatus ?? '')
    .filter((status) => status !== '' && !status.startsWith('error_'))
    .sort();
  if (attachStatus === 'attached') return { status: 'in-use', attachStatus };
  return { status: attachStatus === 'detached' ? 'available' : attachStatus, attachStatus };
}

/**
 * What a volume's row becomes when an attachment is gone. While it is migrated or uploaded its status belongs to that
 * work, unless something is attached still.
 */
export function changesAfterDetach(
  volume: { readonly status: string | null; readonly migrationStatus: string | null },
  { status, attachStatus }: AttachedStates,
): Prisma.VolumeUncheckedUpdateManyInput {
  const isMigrating = volume.migrationStatus !== null && volume.migrationStatus !== '';
  const isFree =
    attachStatus !== 'detached' ||
    (!isMigrating && volume.status !== 'uploading') ||
    volume.migrationStatus === 'success' ||
    volume.migrationStatus === 'error';
  return isFree ? { attachStatus, status } : { attachStatus };
}
