// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req, type Type } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { DomainConfigs } from '../../domain-config/domain-configs.js';
import { Domains } from '../../domains/domains.js';
import { Access } from '../shared/access.js';
import { configPlaces, type ConfigPlace } from './config-places.js';

function getDomainConfigAt({ name, path }: ConfigPlace): Type {
  @Controller('v3')
  class GetDomainConfig {
    constructor(
      @Inject(DomainConfigs) private readonly configs: DomainConfigs,
      @Inject(Domains) private readonly domains: Domains,
      @Inject(Access) private readonly access: Access,
    ) {}

    @Operation({
      method: 'GET',
      path: `/domains/:domain_id/config${path}`,
      policy: {
        rule: ['identity:get_domain_config', 'identity:get_security_compliance_domain_config'],
        target: 'resource',
      },
      success: 200,
    })
    async handle(@Req() request: Request): Promise<unknown> {
      const { domain_id: domainId = '', group, option } = request.params;
      const compliance = group === 'security_compliance';
      // Everybody may know what passwords have to look like.
      await this.access.authorize(
        request,
        compliance ? 'identity:get_security_compliance_domain_config' : 'identity:get_domain_config',
      );
      await this.domains.get(domainId);
      return {
        config: compliance
          ? this.configs.securityCompliance(domainId, option)
          : await this.configs.get(domainId, { group, option }),
      };
    }
  }
  // Nest tells controllers apart by their names.
  Object.defineProperty(GetDomainConfig, 'name', { value: `GetDomainConfig${name}` });
  return GetDomainConfig;
}

/** One operation for each part. */
export const getDomainConfigControllers: readonly Type[] = configPlaces.map(getDomainConfigAt);
