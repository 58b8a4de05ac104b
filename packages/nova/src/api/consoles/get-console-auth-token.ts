// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { HttpError, type Request } from '@stackport/wsgi';
import { ConsoleLookup } from '../../consoles/console-lookup.js';
import { isSince } from '../microversion.js';

@Controller('v2.1')
export class GetConsoleAuthToken {
  constructor(@Inject(ConsoleLookup) private readonly consoles: ConsoleLookup) {}

  /** Until 2.30 of consoles of RDP only. */
  @Operation({
    method: 'GET',
    path: '/os-console-auth-tokens/:id',
    policy: { rule: 'os_compute_api:os-console-auth-tokens' },
    success: 200,
  })
  async get(@Param('id') token: string, @Req() request: Request): Promise<unknown> {
    const { consoleType, instanceUuid, host, port, internalAccessPath } = await this.consoles.find(token);
    if (!isSince(request, '2.31') && consoleType !== 'rdp-html5')
      throw new HttpError(401, 'The requested console type details are not accessible');
    return { console: { instance_uuid: instanceUuid, host, port, internal_access_path: internalAccessPath } };
  }
}
