// SPDX-License-Identifier: Apache-2.0
import { applyDecorators, HttpCode, RequestMapping, RequestMethod, SetMetadata, UseGuards } from '@nestjs/common';
import { ROUTE_SELECTOR } from '@stackport/wsgi/nest';
import { parseMicroversion } from './microversion.js';
import { OperationGuard } from './operation-guard.js';
import type { OperationMetadata, OperationPolicy } from './operation-metadata.js';

export interface OperationOptions {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';
  /** Below the leaf that the controller's own path names; placeholders as `:image_id`. Several where a thing has several names. */
  readonly path: string | readonly string[];
  /** The body's one key, for `POST …/action`. */
  readonly action?: string;
  /** Inclusive; an open end is left out: `{ min: '2.36' }`. */
  readonly microversions?: { readonly min?: string; readonly max?: string };
  readonly policy: OperationPolicy;
  /** Status of a success whose handler returns no whole Response. */
  readonly success: number;
}

/**
 * One API operation, as data on a controller's method: it expands to Nest's own route, status and guard, and to the
 * selector by which the adapter chooses among the operations of one path.
 */
export function Operation(options: OperationOptions): MethodDecorator {
  const { microversions } = options;
  const metadata: OperationMetadata = {
    policy: options.policy,
    success: options.success,
    ...(options.action === undefined ? {} : { action: options.action }),
    ...(microversions === undefined
      ? {}
      : {
          versions: {
            ...(microversions.min === undefined ? {} : { min: parseMicroversion(microversions.min) }),
            ...(microversions.max === undefined ? {} : { max: parseMicroversion(microversions.max) }),
          },
        }),
  };
  return applyDecorators(
    RequestMapping({
      path: typeof options.path === 'string' ? options.path : [...options.path],
      method: RequestMethod[options.method],
    }),
    HttpCode(options.success),
    SetMetadata(ROUTE_SELECTOR, metadata),
    ...(options.policy === 'public' ? [] : [UseGuards(OperationGuard)]),
  );
}
