// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Revocations } from '../../revocation/revocations.js';
import { isoTime, parseTime } from '../../common/timestamps.js';
import type { JsonObject } from '../../common/fields.js';
import { baseUrl } from '../shared/base-url.js';
import type { RevocationEvent } from '../../revocation/revocation-event.js';

/** Keystone's names for what an event is about. */
const NAMES: Record<string, keyof RevocationEvent> = {
  user_id: 'userId',
  role_id: 'roleId',
  domain_id: 'domainId',
  project_id: 'projectId',
  audit_id: 'auditId',
  audit_chain_id: 'auditChainId',
  'OS-TRUST:trust_id': 'trustId',
  'OS-OAUTH1:consumer_id': 'consumerId',
  'OS-OAUTH1:access_token_id': 'accessTokenId',
};

function eventView(event: RevocationEvent): JsonObject {
  const about = Object.entries(NAMES).flatMap(([name, field]) =>
    event[field] === undefined ? [] : [[name, event[field]]],
  );
  return {
    ...(Object.fromEntries(about) as JsonObject),
    ...(event.expiresAt === undefined ? {} : { expires_at: isoTime(new Date(event.expiresAt)) }),
    issued_before: isoTime(new Date(event.issuedBefore)),
    revoked_at: isoTime(new Date(event.revokedAt)),
  };
}

@Controller('v3')
export class ListRevocationEvents {
  constructor(@Inject(Revocations) private readonly revocations: Revocations) {}

  @Operation({
    method: 'GET',
    path: '/OS-REVOKE/events',
    policy: { rule: 'identity:list_revoke_events' },
    success: 200,
  })
  async handle(@Req() request: Request): Promise<unknown> {
    const since = request.query.get('since');
    const events = await this.revocations.list(since === null ? undefined : parseTime(since));
    return {
      events: events.map(eventView),
      links: { next: null, self: `${baseUrl(request)}/OS-REVOKE/events`, previous: null },
    };
  }
}
