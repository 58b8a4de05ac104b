// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { powerActions } from '../../../servers/actions/power-actions.js';
import { ServerActions } from '../../../servers/actions/server-actions.js';
import { Shelving, type UnshelveOrder } from '../../../servers/moves/shelving.js';
import { isSince } from '../../microversion.js';
import { unshelveSchema } from '../../schemas/server-actions.js';
import { CheckedBody } from '../../validation/checked-parameters.js';
import { serverAction } from './action-path.js';

const OFFLOAD = 'os_compute_api:os-shelve:shelve_offload';

interface Wanted {
  readonly availability_zone?: string | null;
  readonly host?: string;
}

@Controller('v2.1')
export class ShelveActions {
  constructor(
    @Inject(Shelving) private readonly shelving: Shelving,
    @Inject(ServerActions) private readonly actions: ServerActions,
  ) {}

  @Operation(serverAction('shelve', 'os_compute_api:os-shelve:shelve'))
  async shelve(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.shelving.shelve(context, id);
  }

  @Operation(serverAction('shelveOffload', OFFLOAD))
  async offload(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.actions.run(context, id, OFFLOAD, powerActions.shelveOffload);
  }

  @Operation(serverAction('unshelve', 'os_compute_api:os-shelve:unshelve'))
  async unshelve(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(unshelveSchema) { unshelve }: { readonly unshelve: Wanted | null },
    @Req() request: Request,
  ): Promise<void> {
    await this.shelving.unshelve(context, id, orderOf(unshelve, request));
  }
}

/** What a version does not know of is passed over. */
function orderOf(wanted: Wanted | null, request: Request): UnshelveOrder {
  const { availability_zone: zone, host } = wanted ?? {};
  return {
    ...(zone !== undefined && isSince(request, '2.77') ? { zone } : {}),
    ...(host !== undefined && isSince(request, '2.91') ? { host } : {}),
  };
}
