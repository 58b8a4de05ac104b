// SPDX-License-Identifier: Apache-2.0
import type { Extension } from '../extensions/extension.js';
import { ListServices } from './services/list-services.js';
import { UpdateService } from './services/update-service.js';

export class Services implements Extension {
  readonly name = 'Services';
  readonly alias = 'os-services';
  readonly updated = '2012-10-28T00:00:00-00:00';
  readonly description = 'The services that there are.';
  readonly controllers = [ListServices, UpdateService];
}
