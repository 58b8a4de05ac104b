// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { powerActions } from '../../../servers/actions/power-actions.js';
import { ServerActions } from '../../../servers/actions/server-actions.js';
import { Rescue } from '../../../servers/moves/rescue.js';
import { isSince } from '../../microversion.js';
import { rescueSchema } from '../../schemas/server-actions.js';
import { CheckedBody } from '../../validation/checked-parameters.js';
import { AdminPasswords } from '../admin-passwords.js';
import { serverAction } from './action-path.js';

const UNRESCUE = 'os_compute_api:os-unrescue';

interface RescueBody {
  readonly rescue: { readonly adminPass?: string; readonly rescue_image_ref?: string } | null;
}

@Controller('v2.1')
export class RescueActions {
  constructor(
    @Inject(Rescue) private readonly rescues: Rescue,
    @Inject(ServerActions) private readonly actions: ServerActions,
    @Inject(AdminPasswords) private readonly passwords: AdminPasswords,
  ) {}

  @Operation(serverAction('rescue', 'os_compute_api:os-rescue', { success: 200 }))
  async rescue(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(rescueSchema) { rescue }: RescueBody,
    @Req() request: Request,
  ): Promise<unknown> {
    const password = rescue?.adminPass ?? this.passwords.generate();
    await this.rescues.run(context, id, {
      password,
      imageId: rescue?.rescue_image_ref ?? null,
      allowsVolumeBacked: isSince(request, '2.87'),
    });
    return this.passwords.areShown ? { adminPass: password } : {};
  }

  @Operation(serverAction('unrescue', UNRESCUE))
  async unrescue(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.actions.run(context, id, UNRESCUE, powerActions.unrescue);
  }
}
