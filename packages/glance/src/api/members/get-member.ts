// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { MemberService } from '../../members/member-service.js';
import { IMAGE_MEMBERS } from '../tokens.js';
import { memberView } from './member-view.js';
import { WithoutBody } from '../without-body.js';

@Controller('v2')
export class GetMember {
  constructor(@Inject(IMAGE_MEMBERS) private readonly members: MemberService) {}

  @Operation({
    method: 'GET',
    path: '/images/:image_id/members/:member_id',
    policy: { rule: 'get_member', target: 'resource' },
    success: 200,
  })
  @WithoutBody()
  async get(
    @Caller() context: RequestContext,
    @Param('image_id') imageId: string,
    @Param('member_id') memberId: string,
  ): Promise<unknown> {
    return memberView(await this.members.get(context, imageId, memberId));
  }
}
