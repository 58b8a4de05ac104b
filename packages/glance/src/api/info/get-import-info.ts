// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { GlanceSettings } from '../../settings.js';
import { SETTINGS } from '../tokens.js';
import { WithoutBody } from '../without-body.js';

@Controller('v2')
export class GetImportInfo {
  constructor(@Inject(SETTINGS) private readonly settings: GlanceSettings) {}

  @Operation({ method: 'GET', path: '/info/import', policy: 'authenticated', success: 200 })
  @WithoutBody()
  get(): unknown {
    return {
      'import-methods': { description: 'Import methods available.', type: 'array', value: this.settings.importMethods },
    };
  }
}
