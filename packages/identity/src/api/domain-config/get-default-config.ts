// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req, type Type } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { DomainConfigs } from '../../domain-config/domain-configs.js';
import { configPlaces, type ConfigPlace } from './config-places.js';

function getDefaultConfigAt({ name, path }: ConfigPlace): Type {
  @Controller('v3')
  class GetDefaultConfig {
    constructor(@Inject(DomainConfigs) private readonly configs: DomainConfigs) {}

    @Operation({
      method: 'GET',
      path: `/domains/config${path}/default`,
      policy: { rule: 'identity:get_domain_config_default' },
      success: 200,
    })
    async handle(@Req() request: Request): Promise<unknown> {
      const { group, option } = request.params;
      return { config: this.configs.defaults({ group, option }) };
    }
  }
  // Nest tells controllers apart by their names.
  Object.defineProperty(GetDefaultConfig, 'name', { value: `GetDefaultConfig${name}` });
  return GetDefaultConfig;
}

/** One operation for each part. */
export const getDefaultConfigControllers: readonly Type[] = configPlaces.map(getDefaultConfigAt);
