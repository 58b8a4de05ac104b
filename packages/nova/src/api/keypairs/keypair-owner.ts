// SPDX-License-Identifier: Apache-2.0
import { Inject, Injectable } from '@nestjs/common';
import { ENFORCER } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';

/** Whose key pairs are meant: the caller's own, or those of a user that the request names. */
@Injectable()
export class KeyPairOwner {
  constructor(@Inject(ENFORCER) private readonly enforcer: Enforcer) {}

  /** Throws PolicyNotAuthorized. @param named - empty counts for none */
  async of(context: RequestContext, action: string, named: string | null | undefined): Promise<string> {
    const isNamed = named !== undefined && named !== null && named !== '';
    const userId = isNamed ? named : (context.userId ?? '');
    await this.enforcer.authorizeAsync(`os_compute_api:os-keypairs:${action}`, { user_id: userId }, context);
    return userId;
  }
}
