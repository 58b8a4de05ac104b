// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { DomainConfigs } from '../../domain-config/domain-configs.js';
import { Domains } from '../../domains/domains.js';
import { type Request, Response } from '@stackport/wsgi';
import { bodyMember } from '../shared/bodies.js';

@Controller('v3')
export class PutDomainConfig {
  constructor(
    @Inject(DomainConfigs) private readonly configs: DomainConfigs,
    @Inject(Domains) private readonly domains: Domains,
  ) {}

  @Operation({
    method: 'PUT',
    path: '/domains/:domain_id/config',
    policy: { rule: 'identity:create_domain_config' },
    success: 201,
  })
  async handle(@Req() request: Request, @Param('domain_id') id: string): Promise<unknown> {
    await this.domains.get(id);
    const body = await bodyMember(request, 'config');
    const existed = await this.configs.exists(id);
    const config = await this.configs.create(id, body);
    return Response.json({ config }, existed ? 200 : 201);
  }
}
