// SPDX-License-Identifier: Apache-2.0
import type { Extension } from '../extensions/extension.js';
import { ListAvailabilityZones } from './availability-zones/list-availability-zones.js';

export class Availability_zones implements Extension {
  readonly name = 'AvailabilityZones';
  readonly alias = 'os-availability-zone';
  readonly updated = '2013-06-27T00:00:00+00:00';
  readonly description = 'The availability zones that there are.';
  readonly controllers = [ListAvailabilityZones];
}
