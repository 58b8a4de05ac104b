// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req, type Type } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { DomainConfigs } from '../../domain-config/domain-configs.js';
import { Domains } from '../../domains/domains.js';
import { bodyMember } from '../shared/bodies.js';
import { configPlaces, type ConfigPlace } from './config-places.js';

function updateDomainConfigAt({ name, path }: ConfigPlace): Type {
  @Controller('v3')
  class UpdateDomainConfig {
    constructor(
      @Inject(DomainConfigs) private readonly configs: DomainConfigs,
      @Inject(Domains) private readonly domains: Domains,
    ) {}

    @Operation({
      method: 'PATCH',
      path: `/domains/:domain_id/config${path}`,
      policy: { rule: 'identity:update_domain_config' },
      success: 200,
    })
    async handle(@Req() request: Request): Promise<unknown> {
      const { domain_id: domainId = '', group, option } = request.params;
      await this.domains.get(domainId);
      return { config: await this.configs.update(domainId, await bodyMember(request, 'config'), { group, option }) };
    }
  }
  // Nest tells controllers apart by their names.
  Object.defineProperty(UpdateDomainConfig, 'name', { value: `UpdateDomainConfig${name}` });
  return UpdateDomainConfig;
}

/** One operation for each part. */
export const updateDomainConfigControllers: readonly Type[] = configPlaces.map(updateDomainConfigAt);
