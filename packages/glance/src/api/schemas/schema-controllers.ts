// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, type Type } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { WithoutBody } from '../without-body.js';
import { SCHEMAS } from '../tokens.js';
import type { GlanceSchemas } from './schemas.js';

/** A controller for each document below /v2/schemas: they differ in nothing but the path. */
export function schemaControllers(paths: readonly string[]): Type[] {
  return paths.map((path) => {
    @Controller('v2')
    class GetSchema {
      constructor(@Inject(SCHEMAS) private readonly schemas: GlanceSchemas) {}

      @Operation({ method: 'GET', path: `/schemas/${path}`, policy: 'authenticated', success: 200 })
      @WithoutBody()
      get(): unknown {
        return this.schemas.document(path);
      }
    }
    return GetSchema;
  });
}
