// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { resetState } from '../../../servers/actions/administration.js';
import { powerActions } from '../../../servers/actions/power-actions.js';
import { ServerActions } from '../../../servers/actions/server-actions.js';
import { ServerFinder } from '../../../servers/server-finder.js';
import { resetStateSchema } from '../../schemas/server-actions.js';
import { CheckedBody } from '../../validation/checked-parameters.js';
import { serverAction } from './action-path.js';

const INJECT = 'os_compute_api:os-admin-actions:inject_network_info';

@Controller('v2.1')
export class Administration {
  constructor(
    @Inject(ServerFinder) private readonly finder: ServerFinder,
    @Inject(ServerActions) private readonly actions: ServerActions,
  ) {}

  @Operation(serverAction('os-resetState', 'os_compute_api:os-admin-actions:reset_state'))
  async resetState(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(resetStateSchema) body: { readonly 'os-resetState': { readonly state: 'active' | 'error' } },
  ): Promise<void> {
    await resetState(this.finder, context, id, body['os-resetState'].state);
  }

  @Operation(serverAction('injectNetworkInfo', INJECT))
  async injectNetworkInfo(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.actions.run(context, id, INJECT, powerActions.injectNetworkInfo);
  }
}
