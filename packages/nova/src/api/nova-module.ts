// SPDX-License-Identifier: Apache-2.0
import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { OperationModule } from '@stackport/api';
import type { Enforcer } from '@stackport/policy';

export interface NovaModuleInit {
  readonly enforcer: Enforcer;
  readonly controllers: readonly Type[];
  /** What controllers have injected. */
  readonly providers: readonly Provider[];
}

/** The Compute API: its controllers, and the services that they call. */
@Module({})
export class NovaModule {
  static forService({ enforcer, controllers, providers }: NovaModuleInit): DynamicModule {
    return {
      module: NovaModule,
      imports: [OperationModule.forService(enforcer)],
      controllers: [...controllers],
      providers: [...providers],
    };
  }
}

/** Provides services under their own classes. */
export function provided(...services: readonly object[]): Provider[] {
  return services.map((service) => ({ provide: service.constructor, useValue: service }));
}
