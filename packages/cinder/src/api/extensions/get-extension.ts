// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { HttpError } from '@stackport/wsgi';
import { ExtensionManager } from './extension-manager.js';
import { extensionView } from './extension-view.js';

@Controller('v3')
export class GetExtension {
  constructor(@Inject(ExtensionManager) private readonly manager: ExtensionManager) {}

  /** `id` is the alias. */
  @Operation({ method: 'GET', path: '/extensions/:id', policy: 'authenticated', success: 200 })
  get(@Param('id') alias: string): unknown {
    const extension = this.manager.find(alias);
    if (extension === undefined) throw new HttpError(404);
    return { extension: extensionView(extension) };
  }
}
