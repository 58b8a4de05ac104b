// SPDX-License-Identifier: Apache-2.0
import type { BlockDeviceMappingValues, InstanceValues } from '../instances/instance.js';
import type { NovaObject } from '../objects/nova-object.js';
import { listOf, objectOf } from '../object-values.js';

/** A server as it travels to whoever is to do something with it. */
export function instanceObject(instance: InstanceValues): NovaObject {
  return objectOf('Instance', { ...instance, security_groups: { objects: [] } });
}

export function devicesObject(devices: readonly BlockDeviceMappingValues[]): NovaObject {
  return listOf('BlockDeviceMappingList', devices);
}
