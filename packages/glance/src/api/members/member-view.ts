// SPDX-License-Identifier: Apache-2.0
import { isoTime } from '../../images/image-view.js';
import type { ImageMember } from '../../members/member-repository.js';

/** A member as clients see it. */
export function memberView(member: ImageMember): Record<string, unknown> {
  return {
    member_id: member.memberId,
    image_id: member.imageId,
    status: member.status,
    created_at: isoTime(member.createdAt),
    updated_at: isoTime(member.updatedAt),
    schema: '/v2/schemas/member',
  };
}
