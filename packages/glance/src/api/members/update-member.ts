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
export class UpdateMember {
  constructor(@Inject(IMAGE_MEMBERS) private readonly members: MemberService) {}

  @Operation({
    method: 'PUT',
    path: '/images/:image_id/members/:member_id',
    policy: { rule: 'modify_member', target: 'resource' },
    success: 200,
  })
  async update(
    @Caller() context: RequestContext,
    @Param('image_id') imageId: string,
    @Param('member_id') memberId: string,
    @Req() request: Request,
  ): Promise<unknown> {
    const body = await anyBody(request);
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      throw new HttpError(400, 'Expected a status in the form: {"status": "status"}');
    const { status } = body as { status?: unknown };
    if (status === undefined) throw new HttpError(400, 'Status not specified');
    return memberView(
      await this.members.update(writing(context), imageId, memberId, typeof status === 'string' ? status : ''),
    );
  }
}
