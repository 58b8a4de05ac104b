// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { ExtensionManager } from './extension-manager.js';
import { extensionView } from './extension-view.js';

@Controller('v3')
export class ListExtensions {
  constructor(@Inject(ExtensionManager) private readonly manager: ExtensionManager) {}

  @Operation({ method: 'GET', path: '/extensions', policy: 'authenticated', success: 200 })
  list(): unknown {
    return { extensions: this.manager.extensions.map(extensionView) };
  }
}
