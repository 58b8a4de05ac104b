// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { MemberService } from '../../members/member-service.js';
import { IMAGE_MEMBERS } from '../tokens.js';
import { memberView } from './member-view.js';
import { WithoutBody } from '../without-body.js';

@Controller('v2')
export class ListMembers {
  constructor(@Inject(IMAGE_MEMBERS) private readonly members: MemberService) {}

  @Operation({
    method: 'GET',
    path: '/images/:image_id/members',
    policy: { rule: 'get_members', target: 'resource' },
    success: 200,
  })
  @WithoutBody()
  async list(@Caller() context: RequestContext, @Param('image_id') imageId: string): Promise<unknown> {
    const members = await this.members.list(context, imageId);
    return { members: members.map(memberView), schema: '/v2/schemas/members' };
  }
}
