// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { ConflictNovaUsingAttachment } from '../errors/attachments.js';
import { InvalidInput } from '../errors/base.js';
import type { ServerVolumes } from './ports.js';

export interface DeletionGuardInit {
  readonly servers: ServerVolumes;
  /** `[keystone_authtoken] service_token_roles`: whose token says that a service asks. */
  readonly serviceRoles: readonly string[];
  readonly logger: Logger;
}

interface Attachment {
  readonly id: string;
  readonly volumeId: string;
  readonly instanceUuid: string | null;
  readonly connectionInfo: string | null;
}

/**
 * Keeps users from taking a volume away from a server that still has it: that is the Compute service's to do (bug
 * 2004555; upstream's attachment_deletion_allowed).
 */
export class DeletionGuard {
  readonly #init: DeletionGuardInit;

  constructor(init: DeletionGuardInit) {
    this.#init = init;
  }

  /** Throws `ConflictNovaUsingAttachment`; InvalidInput for another volume's attachment. */
  async check(
    context: RequestContext,
    volume: { readonly id: string; readonly attachments: readonly Attachment[] },
    attachmentId: string | null,
  ): Promise<void> {
    const { servers, serviceRoles, logger } = this.#init;
    if (context.serviceRoles.some((role) => serviceRoles.includes(role))) return;
    if (attachmentId === null && volume.attachments.length === 0) return;
    const attachment =
      attachmentId === null ? onlyOne(volume.attachments) : volume.attachments.find(({ id }) => id === attachmentId);
    if (attachment === undefined) throw new ConflictNovaUsingAttachment('');
    if (attachment.volumeId !== volume.id) throw new InvalidInput('Mismatched volume and attachment');
    const { instanceUuid } = attachment;
    if (instanceUuid === null || isNothing(attachment.connectionInfo)) return;
    const known = await servers.attachmentIdOf(context, instanceUuid, volume.id);
    if (known === attachment.id) throw new ConflictNovaUsingAttachment(instanceUuid);
    logger.warning(
      `Attachment ${attachment.id} is none that server ${instanceUuid} has: it is deleted here, and may leave devices there`,
    );
  }
}

function onlyOne(attachments: readonly Attachment[]): Attachment | undefined {
  return attachments.length === 1 ? attachments[0] : undefined;
}

function isNothing(connectionInfo: string | null): boolean {
  return connectionInfo === null || connectionInfo === '' || connectionInfo === '{}';
}
