// SPDX-License-Identifier: Apache-2.0
import { ListAvailabilityZones } from '../availability-zones/list-zones.js';
import { ListServices } from './list-services.js';
import { UpdateService } from './update-service.js';

export const serviceControllers = [ListServices, UpdateService, ListAvailabilityZones];
