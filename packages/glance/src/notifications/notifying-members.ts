// SPDX-License-Identifier: Apache-2.0
import type { GlanceDatabase } from '../database.js';
import { type ImageMember, MemberRepository, type MemberStatus } from '../members/member-repository.js';
import { memberPayload } from './image-payloads.js';
import type { Notifications } from './notifications.js';
import { gone } from './payload-times.js';

/** The members of images, and a notification of every change (upstream's ImageMemberRepoProxy). */
export class NotifyingMembers extends MemberRepository {
  readonly #notifications: Notifications;

  constructor(database: GlanceDatabase, notifications: Notifications) {
    super(database);
    this.#notifications = notifications;
  }

  override async add(imageId: string, memberId: string): Promise<ImageMember> {
    const member = await super.add(imageId, memberId);
    this.#notifications.send('image.member.create', memberPayload(member));
    return member;
  }

  override async setStatus(imageId: string, memberId: string, status: MemberStatus): Promise<boolean> {
    const isSet = await super.setStatus(imageId, memberId, status);
    if (isSet && this.#notifications.wants('image.member.update'))
      for (const member of await this.list(imageId, memberId))
        this.#notifications.send('image.member.update', memberPayload(member));
    return isSet;
  }

  override async remove(imageId: string, memberId: string): Promise<boolean> {
    const members = this.#notifications.wants('image.member.delete') ? await this.list(imageId, memberId) : [];
    const isRemoved = await super.remove(imageId, memberId);
    if (isRemoved)
      for (const member of members)
        this.#notifications.send('image.member.delete', { ...memberPayload(member), ...gone() });
    return isRemoved;
  }
}
