// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Notifications } from '../notifications/notifications.js';
import { serverGroupPayload } from '../notifications/payloads.js';
import type { VersionedNotifications } from '../notifications/versioned-notifications.js';
import type { ServerGroup } from './server-group-repository.js';

/** Tells in both formats that servers join groups (nova 26, objects/instance_group.py, add_members). */
export class MembershipNotices {
  readonly #notifications: Pick<Notifications, 'info'>;
  readonly #versioned: VersionedNotifications;

  constructor(notifications: Pick<Notifications, 'info'>, versioned: VersionedNotifications) {
    this.#notifications = notifications;
    this.#versioned = versioned;
  }

  /** @param group - as it was before @param uuids - of the servers, each of which is told of by itself */
  async joined(context: RequestContext, group: ServerGroup, uuids: readonly string[]): Promise<void> {
    for (const [index, uuid] of uuids.entries()) {
      const members = [...group.members, ...uuids.slice(0, index + 1)];
      await this.#notifications.info(context, 'servergroup', 'servergroup.addmember', {
        server_group_id: group.uuid,
        instance_uuids: [uuid],
      });
      await this.#versioned.emit(context, 'server_group.add_member', serverGroupPayload({ ...group, members }));
    }
  }
}
