// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { ServerFinder } from '../../servers/server-finder.js';
import { clearedPassword, storedPassword } from '../../servers/stored-password.js';
import { placed } from '../../servers/state-checks.js';

const PATH = '/servers/:server_id/os-server-password';
const RULE = 'os_compute_api:os-server-password';

@Controller('v2.1')
export class ServerPassword {
  constructor(@Inject(ServerFinder) private readonly finder: ServerFinder) {}

  @Operation({ method: 'GET', path: PATH, policy: { rule: `${RULE}:show`, target: 'resource' }, success: 200 })
  async get(@Caller() context: RequestContext, @Param('server_id') uuid: string): Promise<unknown> {
    const { instance } = await this.finder.get(context, uuid, `${RULE}:show`, { parts: ['system_metadata'] });
    return { password: storedPassword(instance) };
  }

  @Operation({ method: 'DELETE', path: PATH, policy: { rule: `${RULE}:clear`, target: 'resource' }, success: 204 })
  async clear(@Caller() context: RequestContext, @Param('server_id') uuid: string): Promise<void> {
    const options = { parts: ['system_metadata'] } as const;
    const { instance, cell } = placed(await this.finder.get(context, uuid, `${RULE}:clear`, options));
    await cell.instances.save(uuid, { system_metadata: clearedPassword(instance) });
  }
}
