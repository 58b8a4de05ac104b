// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { MemberService } from '../../members/member-service.js';
import { writing } from '../read-only.js';
import { IMAGE_MEMBERS } from '../tokens.js';
import { WithoutBody } from '../without-body.js';

@Controller('v2')
export class RemoveMember {
  constructor(@Inject(IMAGE_MEMBERS) private readonly members: MemberService) {}

  @Operation({
    method: 'DELETE',
    path: '/images/:image_id/members/:member_id',
    policy: { rule: 'delete_member', target: 'resource' },
    success: 204,
  })
  @WithoutBody()
  async remove(
    @Caller() context: RequestContext,
    @Param('image_id') imageId: string,
    @Param('member_id') memberId: string,
  ): Promise<void> {
    await this.members.remove(writing(context), imageId, memberId);
  }
}
