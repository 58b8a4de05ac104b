// SPDX-License-Identifier: Apache-2.0
import { type DynamicModule, Module } from '@nestjs/common';
import { OperationModule } from '@stackport/api';
import type { Enforcer } from '@stackport/policy';
import type { PlacementDomain } from '../placement-domain.js';
import { operations } from './operations.js';

/** The operations of the Placement API over the parts of its domain. */
@Module({})
export class PlacementModule {
  static over(domain: PlacementDomain, enforcer: Enforcer): DynamicModule {
    return {
      module: PlacementModule,
      imports: [OperationModule.forService(enforcer)],
      controllers: [...operations],
      providers: Object.values<object>({ ...domain }).map((part) => ({ provide: part.constructor, useValue: part })),
    };
  }
}
