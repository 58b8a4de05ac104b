// SPDX-License-Identifier: Apache-2.0
import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { OperationModule } from '@stackport/api';
import type { Enforcer } from '@stackport/policy';

export interface CinderModuleInit {
  readonly enforcer: Enforcer;
  /** Of the core and of the loaded extensions. */
  readonly controllers: readonly Type[];
  /** What controllers have injected. */
  readonly providers: readonly Provider[];
}

/** The Block Storage API: its controllers, and the services that they call. */
@Module({})
export class CinderModule {
  static forService({ enforcer, controllers, providers }: CinderModuleInit): DynamicModule {
    return {
      module: CinderModule,
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
