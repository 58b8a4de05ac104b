// SPDX-License-Identifier: Apache-2.0
import { Module, type DynamicModule } from '@nestjs/common';
import type { Enforcer } from '@stackport/policy';
import { ENFORCER, OperationGuard } from './operation-guard.js';

/** Gives the operations of a service's controllers their policy enforcer; imported once by the service's root module. */
@Module({})
export class OperationModule {
  static forService(enforcer: Enforcer): DynamicModule {
    return {
      module: OperationModule,
      global: true,
      providers: [{ provide: ENFORCER, useValue: enforcer }, OperationGuard],
      exports: [ENFORCER, OperationGuard],
    };
  }
}
