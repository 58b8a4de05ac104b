// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req, type Type } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { DomainConfigs } from '../../domain-config/domain-configs.js';
import { Domains } from '../../domains/domains.js';
import { configPlaces, type ConfigPlace } from './config-places.js';

function deleteDomainConfigAt({ name, path }: ConfigPlace): Type {
  @Controller('v3')
  class DeleteDomainConfig {
    constructor(
      @Inject(DomainConfigs) private readonly configs: DomainConfigs,
      @Inject(Domains) private readonly domains: Domains,
    ) {}

    @Operation({
      method: 'DELETE',
      path: `/domains/:domain_id/config${path}`,
      policy: { rule: 'identity:delete_domain_config' },
      success: 204,
    })
    async handle(@Req() request: Request): Promise<void> {
      const { domain_id: domainId = '', group, option } = request.params;
      await this.domains.get(domainId);
      await this.configs.delete(domainId, { group, option });
    }
  }
  // Nest tells controllers apart by their names.
  Object.defineProperty(DeleteDomainConfig, 'name', { value: `DeleteDomainConfig${name}` });
  return DeleteDomainConfig;
}

/** One operation for each part. */
export const deleteDomainConfigControllers: readonly Type[] = configPlaces.map(deleteDomainConfigAt);
