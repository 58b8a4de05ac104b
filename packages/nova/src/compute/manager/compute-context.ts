// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { Images } from '../../image/images.js';
import type { Networks } from '../../network/networks.js';
import type { Notifications } from '../../notifications/notifications.js';
import type { VersionedNotifications } from '../../notifications/versioned-notifications.js';
import type { Placement } from '../../placement/index.js';
import type { ComputeTaskRpc } from '../../rpc/compute-task-rpc.js';
import type { SchedulerRpc } from '../../rpc/scheduler-rpc.js';
import type { Volumes } from '../../volume/volumes.js';
import type { ComputeDriver } from '../drivers/compute-driver.js';
import type { KeyedLock } from '../drivers/keyed-lock.js';
import type { ResourceTracker } from '../resources/resource-tracker.js';
import type { ComputeStore } from '../store/compute-store.js';
import type { Guests } from './guests.js';
import type { VolumeConnections } from './volume-connections.js';

/** What the work of a compute host is done with. */
export interface ComputeContext {
  /** Name of this node. */
  readonly host: string;
  readonly driver: ComputeDriver;
  readonly store: ComputeStore;
  readonly tracker: ResourceTracker;
  readonly guests: Guests;
  readonly connections: VolumeConnections;
  readonly images: Images;
  readonly volumes: Volumes;
  readonly networks: Networks;
  readonly placement: Placement;
  readonly conductor: Pick<ComputeTaskRpc, 'buildInstances'>;
  readonly scheduler: Pick<SchedulerRpc, 'updateInstanceInfo' | 'deleteInstanceInfo' | 'syncInstanceInfo'>;
  readonly notifications: Notifications;
  readonly versioned: VersionedNotifications;
  /** One piece of work at a server at a time. */
  readonly locks: KeyedLock;
  readonly settings: ComputeSettings;
  readonly logger: Logger;
}

export interface ComputeSettings {
  /** Seconds that a guest has to shut down; `os_shutdown_timeout` of its image goes before. */
  readonly shutdown_timeout: number;
  readonly shutdown_retry_interval: number;
  /** Whether guests that ran when their host went down are started again. */
  readonly resume_guests_state_on_host_boot: boolean;
  /** Whether schedulers are told which servers are here. */
  readonly track_instance_changes: boolean;
  /** Whether versioned notifications have block devices in any case. */
  readonly bdms_in_notifications: boolean;
}
