// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';
import { adminActionsRules } from './admin-actions.js';
import { adminPasswordRules } from './admin-password.js';
import { aggregatesRules } from './aggregates.js';
import { assistedVolumeSnapshotsRules } from './assisted-volume-snapshots.js';
import { attachInterfacesRules } from './attach-interfaces.js';
import { availabilityZoneRules } from './availability-zone.js';
import { baremetalNodesRules } from './baremetal-nodes.js';
import { baseRules } from './base.js';
import { consoleAuthTokensRules } from './console-auth-tokens.js';
import { consoleOutputRules } from './console-output.js';
import { createBackupRules } from './create-backup.js';
import { deferredDeleteRules } from './deferred-delete.js';
import { evacuateRules } from './evacuate.js';
import { extendedServerAttributesRules } from './extended-server-attributes.js';
import { extensionsRules } from './extensions.js';
import { flavorAccessRules } from './flavor-access.js';
import { flavorExtraSpecsRules } from './flavor-extra-specs.js';
import { flavorManageRules } from './flavor-manage.js';
import { floatingIpPoolsRules } from './floating-ip-pools.js';
import { floatingIpsRules } from './floating-ips.js';
import { hostsRules } from './hosts.js';
import { hypervisorsRules } from './hypervisors.js';
import { instanceActionsRules } from './instance-actions.js';
import { instanceUsageAuditLogRules } from './instance-usage-audit-log.js';
import { ipsRules } from './ips.js';
import { keypairsRules } from './keypairs.js';
import { limitsRules } from './limits.js';
import { lockServerRules } from './lock-server.js';
import { migrateServerRules } from './migrate-server.js';
import { migrationsRules } from './migrations.js';
import { multinicRules } from './multinic.js';
import { networksRules } from './networks.js';
import { pauseServerRules } from './pause-server.js';
import { quotaClassSetsRules } from './quota-class-sets.js';
import { quotaSetsRules } from './quota-sets.js';
import { remoteConsolesRules } from './remote-consoles.js';
import { rescueRules } from './rescue.js';
import { securityGroupsRules } from './security-groups.js';
import { serverDiagnosticsRules } from './server-diagnostics.js';
import { serverExternalEventsRules } from './server-external-events.js';
import { serverGroupsRules } from './server-groups.js';
import { serverMetadataRules } from './server-metadata.js';
import { serverPasswordRules } from './server-password.js';
import { serverTagsRules } from './server-tags.js';
import { serverTopologyRules } from './server-topology.js';
import { serversRules } from './servers.js';
import { servicesRules } from './services.js';
import { shelveRules } from './shelve.js';
import { simpleTenantUsageRules } from './simple-tenant-usage.js';
import { suspendServerRules } from './suspend-server.js';
import { tenantNetworksRules } from './tenant-networks.js';
import { volumesRules } from './volumes.js';
import { volumesAttachmentsRules } from './volumes-attachments.js';

/** The Compute service's rules with Zed's check strings and deprecated predecessors. */
export const policyRules: readonly RuleDefault[] = [
  ...baseRules,
  ...adminActionsRules,
  ...adminPasswordRules,
  ...aggregatesRules,
  ...assistedVolumeSnapshotsRules,
  ...attachInterfacesRules,
  ...availabilityZoneRules,
  ...baremetalNodesRules,
  ...consoleAuthTokensRules,
  ...consoleOutputRules,
  ...createBackupRules,
  ...deferredDeleteRules,
  ...evacuateRules,
  ...extendedServerAttributesRules,
  ...extensionsRules,
  ...flavorAccessRules,
  ...flavorExtraSpecsRules,
  ...flavorManageRules,
  ...floatingIpPoolsRules,
  ...floatingIpsRules,
  ...hostsRules,
  ...hypervisorsRules,
  ...instanceActionsRules,
  ...instanceUsageAuditLogRules,
  ...ipsRules,
  ...keypairsRules,
  ...limitsRules,
  ...lockServerRules,
  ...migrateServerRules,
  ...migrationsRules,
  ...multinicRules,
  ...networksRules,
  ...pauseServerRules,
  ...quotaClassSetsRules,
  ...quotaSetsRules,
  ...remoteConsolesRules,
  ...rescueRules,
  ...securityGroupsRules,
  ...serverDiagnosticsRules,
  ...serverExternalEventsRules,
  ...serverGroupsRules,
  ...serverMetadataRules,
  ...serverPasswordRules,
  ...serverTagsRules,
  ...serverTopologyRules,
  ...serversRules,
  ...servicesRules,
  ...shelveRules,
  ...simpleTenantUsageRules,
  ...suspendServerRules,
  ...tenantNetworksRules,
  ...volumesRules,
  ...volumesAttachmentsRules,
];
