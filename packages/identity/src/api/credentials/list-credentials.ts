// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Credentials } from '../../credentials/credentials.js';
import { Access } from '../shared/access.js';
import { writeFields } from '../../common/fields.js';
import { credentialFields } from '../../credentials/credential.js';
import { collectionView } from '../shared/views.js';
import { ListFilter } from '../../common/list-filter.js';
import { callerOf } from '../shared/identity-context.js';
import { isDelegated } from '../../tokens/token.js';

@Controller('v3')
export class ListCredentials {
  constructor(
    @Inject(Credentials) private readonly credentials: Credentials,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'GET',
    path: '/credentials',
    policy: { rule: 'identity:list_credentials', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request): Promise<unknown> {
    const { systemScope, userId, token } = callerOf(request);
    await this.access.authorize(
      request,
      'identity:list_credentials',
      systemScope === undefined ? { credential: { user_id: userId } } : {},
    );
    const filter = ListFilter.parse(request.query, ['user_id', 'type']);
    const delegated = token.payload.trustId !== undefined || isDelegated(token);
    const credentials = delegated
      ? []
      : (await this.credentials.list(filter)).map((one) => writeFields(one, credentialFields));
    // Each one is shown to those who may get it by itself.
    const allowed = await Promise.all(
      credentials.map((credential) => this.access.allows(request, 'identity:get_credential', { credential })),
    );
    return collectionView(
      request,
      'credentials',
      'credentials',
      credentials.filter((_one, index) => allowed[index]),
      { filter },
    );
  }
}
