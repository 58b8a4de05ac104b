// SPDX-License-Identifier: Apache-2.0
import { Inject, Injectable } from '@nestjs/common';
import { ENFORCER } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';

/** Whether the caller may deal with the quotas of a project. */
@Injectable()
export class QuotaAccess {
  constructor(@Inject(ENFORCER) private readonly enforcer: Enforcer) {}

  /** Throws PolicyNotAuthorized. */
  async check(context: RequestContext, action: string, projectId: string): Promise<void> {
    await this.enforcer.authorizeAsync(`os_compute_api:os-quota-sets:${action}`, { project_id: projectId }, context);
  }
}
