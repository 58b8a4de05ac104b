// SPDX-License-Identifier: Apache-2.0
import { AssistedVolumeSnapshots } from './assisted-snapshots/assisted-volume-snapshots.js';
import { BaremetalNodes } from './baremetal-nodes.js';
import { FloatingIpPools } from './floating-ips/floating-ip-pools.js';
import { FloatingIpProxy } from './floating-ips/floating-ips.js';
import { NetworkProxy } from './networks/networks.js';
import { TenantNetworkProxy } from './networks/tenant-networks.js';
import { SecurityGroupRuleProxy } from './security-groups/security-group-rules.js';
import { SecurityGroupProxy } from './security-groups/security-groups.js';
import { SnapshotProxy } from './volumes/snapshots.js';
import { VolumeProxy } from './volumes/volumes.js';

export const proxyControllers = [
  BaremetalNodes,
  NetworkProxy,
  TenantNetworkProxy,
  FloatingIpPools,
  FloatingIpProxy,
  SecurityGroupProxy,
  SecurityGroupRuleProxy,
  VolumeProxy,
  SnapshotProxy,
  AssistedVolumeSnapshots,
];
