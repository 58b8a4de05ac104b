// SPDX-License-Identifier: Apache-2.0
import type { Extension } from '../extensions/extension.js';
import { GetCapabilities } from './capabilities/get-capabilities.js';

export class Capabilities implements Extension {
  readonly name = 'Capabilities';
  readonly alias = 'capabilities';
  readonly updated = '2015-08-31T00:00:00+00:00';
  readonly description = 'What a back end can do.';
  readonly controllers = [GetCapabilities];
}
