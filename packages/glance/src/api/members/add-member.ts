// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import { anyBody } from '../body.js';
import type { MemberService } from '../../members/member-service.js';
import { writing } from '../read-only.js';
import { IMAGE_MEMBERS } from '../tokens.js';
import { memberView } from './member-view.js';

@Controller('v2')
export class AddMember {
  constructor(@Inject(IMAGE_MEMBERS) private readonly members: MemberService) {}

  @Operation({
    method: 'POST',
    path: '/images/:image_id/members',
    policy: { rule: 'add_member', target: 'resource' },
    success: 200,
  })
  async add(
    @Caller() context: RequestContext,
    @Param('image_id') imageId: string,
    @Req() request: Request,
  ): Promise<unknown> {
    const body = await anyBody(request);
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      throw new HttpError(400, 'Expected a member in the form: {"member": "image_id"}');
    const { member } = body as { member?: unknown };
    if (member === undefined) throw new HttpError(400, 'Member to be added not specified');
    if (typeof member !== 'string' || member === '') throw new HttpError(400, "Member can't be empty");
    if (member.length > 255) throw new HttpError(400, 'Member is too long');
    return memberView(await this.members.add(writing(context), imageId, member));
  }
}
