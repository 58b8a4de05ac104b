// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { type Request, Response } from '@stackport/wsgi';
import { KeyPairService } from '../../keypairs/keypair-service.js';
import { Links } from '../links.js';
import { isSince } from '../microversion.js';
import { keyPairQuery, listKeyPairsQuery } from '../schemas/keypairs.js';
import { CheckedQuery } from '../validation/checked-parameters.js';
import { KeyPairOwner } from './keypair-owner.js';
import { keyPairSummary, keyPairView } from './keypair-view.js';

const policy = (action: string): { readonly rule: string; readonly target: 'resource' } => ({
  rule: `os_compute_api:os-keypairs:${action}`,
  target: 'resource',
});

@Controller('v2.1')
export class KeyPairs {
  constructor(
    @Inject(KeyPairService) private readonly keyPairs: KeyPairService,
    @Inject(KeyPairOwner) private readonly owner: KeyPairOwner,
    @Inject(Links) private readonly links: Links,
  ) {}

  @Operation({ method: 'GET', path: '/os-keypairs', policy: policy('index'), success: 200 })
  async list(
    @Caller() context: RequestContext,
    @CheckedQuery(listKeyPairsQuery) query: URLSearchParams,
    @Req() request: Request,
  ): Promise<unknown> {
    const userId = await this.owner.of(context, 'index', query.get('user_id'));
    const isPaged = isSince(request, '2.35');
    const found = await this.keyPairs.list(userId, isPaged ? this.links.page(request) : {});
    const names = found.map(({ name }) => name);
    const next = isPaged ? this.links.next(request, 'os-keypairs', names) : [];
    return {
      keypairs: found.map((pair) => ({ keypair: keyPairSummary(pair, request) })),
      ...(next.length === 0 ? {} : { keypairs_links: next }),
    };
  }

  @Operation({ method: 'GET', path: '/os-keypairs/:id', policy: policy('show'), success: 200 })
  async get(
    @Caller() context: RequestContext,
    @Param('id') name: string,
    @CheckedQuery(keyPairQuery) query: URLSearchParams,
    @Req() request: Request,
  ): Promise<unknown> {
    const userId = await this.owner.of(context, 'show', query.get('user_id'));
    return { keypair: keyPairView(await this.keyPairs.get(userId, name), request) };
  }

  @Operation({ method: 'DELETE', path: '/os-keypairs/:id', policy: policy('delete'), success: 204 })
  async delete(
    @Caller() context: RequestContext,
    @Param('id') name: string,
    @CheckedQuery(keyPairQuery) query: URLSearchParams,
    @Req() request: Request,
  ): Promise<unknown> {
    const userId = await this.owner.of(context, 'delete', query.get('user_id'));
    await this.keyPairs.delete(context, userId, name);
    return new Response(isSince(request, '2.2') ? 204 : 202);
  }
}
