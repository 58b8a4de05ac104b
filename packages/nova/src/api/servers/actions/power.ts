// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { powerActions } from '../../../servers/actions/power-actions.js';
import { ServerActions } from '../../../servers/actions/server-actions.js';
import { crashDumpSchema, rebootSchema } from '../../schemas/server-actions.js';
import { CheckedBody } from '../../validation/checked-parameters.js';
import { serverAction } from './action-path.js';

const RULES = {
  start: 'os_compute_api:servers:start',
  stop: 'os_compute_api:servers:stop',
  reboot: 'os_compute_api:servers:reboot',
  pause: 'os_compute_api:os-pause-server:pause',
  unpause: 'os_compute_api:os-pause-server:unpause',
  suspend: 'os_compute_api:os-suspend-server:suspend',
  resume: 'os_compute_api:os-suspend-server:resume',
  crashDump: 'os_compute_api:servers:trigger_crash_dump',
} as const;

@Controller('v2.1')
export class PowerActions {
  constructor(@Inject(ServerActions) private readonly actions: ServerActions) {}

  @Operation(serverAction('os-start', RULES.start))
  async start(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.actions.runMapped(context, id, RULES.start, powerActions.start);
  }

  @Operation(serverAction('os-stop', RULES.stop))
  async stop(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.actions.runMapped(context, id, RULES.stop, powerActions.stop);
  }

  @Operation(serverAction('reboot', RULES.reboot))
  async reboot(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(rebootSchema) body: { readonly reboot: { readonly type: string } },
  ): Promise<void> {
    const isHard = body.reboot.type.toUpperCase() === 'HARD';
    await this.actions.run(context, id, RULES.reboot, isHard ? powerActions.hardReboot : powerActions.softReboot);
  }

  @Operation(serverAction('pause', RULES.pause))
  async pause(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.actions.run(context, id, RULES.pause, powerActions.pause);
  }

  @Operation(serverAction('unpause', RULES.unpause))
  async unpause(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.actions.run(context, id, RULES.unpause, powerActions.unpause);
  }

  @Operation(serverAction('suspend', RULES.suspend))
  async suspend(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.actions.run(context, id, RULES.suspend, powerActions.suspend);
  }

  @Operation(serverAction('resume', RULES.resume))
  async resume(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.actions.run(context, id, RULES.resume, powerActions.resume);
  }

  @Operation(serverAction('trigger_crash_dump', RULES.crashDump, { microversions: { min: '2.17' } }))
  async triggerCrashDump(
    @Caller() context: RequestContext,
    @CheckedBody(crashDumpSchema) _body: unknown,
    @Param('id') id: string,
  ): Promise<void> {
    await this.actions.run(context, id, RULES.crashDump, powerActions.crashDump);
  }
}
