// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';
import { attachmentsRules } from './attachments.js';
import { backupActionsRules } from './backup-actions.js';
import { backupsRules } from './backups.js';
import { baseRules } from './base.js';
import { capabilitiesRules } from './capabilities.js';
import { clustersRules } from './clusters.js';
import { defaultTypesRules } from './default-types.js';
import { groupActionsRules } from './group-actions.js';
import { groupSnapshotActionsRules } from './group-snapshot-actions.js';
import { groupSnapshotsRules } from './group-snapshots.js';
import { groupTypesRules } from './group-types.js';
import { groupsRules } from './groups.js';
import { hostsRules } from './hosts.js';
import { limitsRules } from './limits.js';
import { manageableSnapshotsRules } from './manageable-snapshots.js';
import { manageableVolumesRules } from './manageable-volumes.js';
import { messagesRules } from './messages.js';
import { qosSpecsRules } from './qos-specs.js';
import { quotaClassRules } from './quota-class.js';
import { quotasRules } from './quotas.js';
import { schedulerStatsRules } from './scheduler-stats.js';
import { servicesRules } from './services.js';
import { snapshotActionsRules } from './snapshot-actions.js';
import { snapshotMetadataRules } from './snapshot-metadata.js';
import { snapshotsRules } from './snapshots.js';
import { typeExtraSpecsRules } from './type-extra-specs.js';
import { volumeAccessRules } from './volume-access.js';
import { volumeActionsRules } from './volume-actions.js';
import { volumeMetadataRules } from './volume-metadata.js';
import { volumeTransferRules } from './volume-transfer.js';
import { volumeTypeRules } from './volume-type.js';
import { volumesRules } from './volumes.js';
import { workersRules } from './workers.js';

/** The Block Storage service's rules with Zed's check strings and deprecated predecessors. */
export const policyRules: readonly RuleDefault[] = [
  ...baseRules,
  ...attachmentsRules,
  ...backupActionsRules,
  ...backupsRules,
  ...capabilitiesRules,
  ...clustersRules,
  ...defaultTypesRules,
  ...groupActionsRules,
  ...groupSnapshotActionsRules,
  ...groupSnapshotsRules,
  ...groupTypesRules,
  ...groupsRules,
  ...hostsRules,
  ...limitsRules,
  ...manageableSnapshotsRules,
  ...manageableVolumesRules,
  ...messagesRules,
  ...qosSpecsRules,
  ...quotaClassRules,
  ...quotasRules,
  ...schedulerStatsRules,
  ...servicesRules,
  ...snapshotActionsRules,
  ...snapshotMetadataRules,
  ...snapshotsRules,
  ...typeExtraSpecsRules,
  ...volumeAccessRules,
  ...volumeActionsRules,
  ...volumeMetadataRules,
  ...volumeTransferRules,
  ...volumeTypeRules,
  ...volumesRules,
  ...workersRules,
];
