// SPDX-License-Identifier: Apache-2.0
import type { FloatingIp } from '../../../network/network-resources.js';

export function floatingIpView({ id, address, pool, fixedAddress, deviceId }: FloatingIp): Record<string, unknown> {
  return { id, ip: address, pool, fixed_ip: fixedAddress, instance_id: deviceId };
}
