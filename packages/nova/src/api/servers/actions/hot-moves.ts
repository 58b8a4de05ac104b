// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import { Evacuation } from '../../../servers/moves/evacuation.js';
import { LiveMigration } from '../../../servers/moves/live-migration.js';
import { isSince } from '../../microversion.js';
import { evacuateSchema, migrateLiveSchema } from '../../schemas/server-actions.js';
import { CheckedBody } from '../../validation/checked-parameters.js';
import { flagOf } from '../../validation/values.js';
import { AdminPasswords } from '../admin-passwords.js';
import { serverAction } from './action-path.js';

type Flag = boolean | string;

interface LiveBody {
  readonly 'os-migrateLive': {
    readonly host: string | null;
    readonly block_migration: Flag;
    readonly disk_over_commit?: Flag;
    readonly force?: Flag;
  };
}

interface EvacuateBody {
  readonly evacuate: {
    readonly host?: string;
    readonly onSharedStorage?: Flag;
    readonly adminPass?: string;
    readonly force?: Flag;
  };
}

@Controller('v2.1')
export class HotMoves {
  constructor(
    @Inject(LiveMigration) private readonly liveMigration: LiveMigration,
    @Inject(Evacuation) private readonly evacuation: Evacuation,
    @Inject(AdminPasswords) private readonly passwords: AdminPasswords,
  ) {}

  @Operation(serverAction('os-migrateLive', 'os_compute_api:os-migrate-server:migrate_live'))
  async migrateLive(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(migrateLiveSchema) { 'os-migrateLive': body }: LiveBody,
    @Req() request: Request,
  ): Promise<void> {
    const isAuto = isSince(request, '2.25');
    const { host, block_migration: block, disk_over_commit: overCommit = false } = body;
    await this.liveMigration.run(context, id, {
      host,
      blockMigration: isAuto && block === 'auto' ? null : (flagOf(block) ?? false),
      diskOverCommit: isAuto ? null : (flagOf(overCommit) ?? false),
      force: isSince(request, '2.30') ? forceOf(body.force, host) : null,
      isAsync: isSince(request, '2.34'),
    });
  }

  @Operation(serverAction('evacuate', 'os_compute_api:os-evacuate', { success: 200 }))
  async evacuate(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(evacuateSchema) { evacuate: body }: EvacuateBody,
    @Req() request: Request,
  ): Promise<unknown> {
    const knowsStorage = !isSince(request, '2.14');
    const onSharedStorage = knowsStorage ? (flagOf(body.onSharedStorage) ?? false) : null;
    const host = body.host ?? null;
    const force = isSince(request, '2.29') ? forceOf(body.force, host) : null;
    const password = this.#password(body.adminPass, onSharedStorage);
    await this.evacuation.run(context, id, { host, onSharedStorage, password, force });
    return knowsStorage && this.passwords.areShown ? { adminPass: password } : undefined;
  }

  /** The disk that the server keeps has its password. Throws `HttpError` 400 for another one. */
  #password(given: string | undefined, onSharedStorage: boolean | null): string | null {
    if (onSharedStorage !== true) return given ?? this.passwords.generate();
    if (given !== undefined) throw new HttpError(400, "admin password can't be changed on existing disk");
    return null;
  }
}

function forceOf(given: Flag | undefined, host: string | null): boolean {
  const force = flagOf(given ?? false) ?? false;
  if (force && host === null) throw new HttpError(400, "Can't force to a non-provided destination");
  return force;
}
