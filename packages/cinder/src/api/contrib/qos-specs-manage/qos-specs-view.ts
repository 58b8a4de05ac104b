// SPDX-License-Identifier: Apache-2.0
import type { QosSpecs } from '../../../qos-specs/qos-specs-repository.js';

export function qosSpecsView({ id, name, consumer, specs }: QosSpecs): Record<string, unknown> {
  return { id, name, consumer, specs };
}
