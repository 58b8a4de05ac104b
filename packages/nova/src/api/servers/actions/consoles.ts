// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { ConsoleProtocol } from '../../../rpc/compute-rpc.js';
import { ServerLooks } from '../../../servers/actions/looks.js';
import * as schemas from '../../schemas/server-actions.js';
import { CheckedBody } from '../../validation/checked-parameters.js';
import { serverAction } from './action-path.js';

const RULE = 'os_compute_api:os-remote-consoles';
const UNTIL = { success: 200, microversions: { min: '2.1', max: '2.5' } } as const;

interface Kind {
  readonly type: string;
}

@Controller('v2.1')
export class RemoteConsoles {
  constructor(@Inject(ServerLooks) private readonly looks: ServerLooks) {}

  @Operation(serverAction('os-getVNCConsole', RULE, UNTIL))
  vnc(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(schemas.vncConsoleSchema) body: { readonly 'os-getVNCConsole': Kind },
  ): Promise<unknown> {
    return this.#console(context, id, 'vnc', body['os-getVNCConsole']);
  }

  @Operation(serverAction('os-getSPICEConsole', RULE, UNTIL))
  spice(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(schemas.spiceConsoleSchema) body: { readonly 'os-getSPICEConsole': Kind },
  ): Promise<unknown> {
    return this.#console(context, id, 'spice', body['os-getSPICEConsole']);
  }

  @Operation(serverAction('os-getRDPConsole', RULE, UNTIL))
  rdp(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(schemas.rdpConsoleSchema) body: { readonly 'os-getRDPConsole': Kind },
  ): Promise<unknown> {
    return this.#console(context, id, 'rdp', body['os-getRDPConsole']);
  }

  @Operation(serverAction('os-getSerialConsole', RULE, UNTIL))
  serial(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(schemas.serialConsoleSchema) body: { readonly 'os-getSerialConsole': Kind },
  ): Promise<unknown> {
    return this.#console(context, id, 'serial', body['os-getSerialConsole']);
  }

  @Operation({
    method: 'POST',
    path: '/servers/:server_id/remote-consoles',
    microversions: { min: '2.6' },
    policy: { rule: RULE, target: 'resource' },
    success: 200,
  })
  async create(
    @Caller() context: RequestContext,
    @Param('server_id') id: string,
    @CheckedBody(schemas.remoteConsoleSchema)
    body: { readonly remote_console: Kind & { readonly protocol: ConsoleProtocol } },
  ): Promise<unknown> {
    const { protocol, type } = body.remote_console;
    return { remote_console: { protocol, type, url: await this.looks.console(context, id, protocol, type) } };
  }

  async #console(context: RequestContext, id: string, protocol: ConsoleProtocol, { type }: Kind): Promise<unknown> {
    return { console: { type, url: await this.looks.console(context, id, protocol, type) } };
  }
}
