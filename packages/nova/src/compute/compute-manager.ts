// SPDX-License-Identifier: Apache-2.0
import { AssistedSnapshots } from './manager/assisted-snapshots.js';
import { BlockDevices, type BlockDeviceSettings } from './manager/block-devices.js';
import { BuildInstance } from './manager/build.js';
import type { ComputeContext } from './manager/compute-context.js';
import { Chores, type ChoreSettings } from './manager/chores.js';
import { Consoles, type ConsoleSettings } from './manager/consoles.js';
import { EvacuatedGuests } from './manager/evacuated-guests.js';
import { GuestActions } from './manager/guest-actions.js';
import { HostActions } from './manager/host-actions.js';
import { HostEvents } from './manager/external-events.js';
import { Interfaces } from './manager/interfaces.js';
import { LiveMigrationEnds } from './manager/live-migration-ends.js';
import { LiveMigrations } from './manager/live-migrations.js';
import { Looks } from './manager/looks.js';
import { NetworkHealing } from './manager/network-healing.js';
import { PowerOperations } from './manager/power.js';
import { RebuildInstance } from './manager/rebuild.js';
import { RescueInstance } from './manager/rescue.js';
import { ResizeInstance } from './manager/resize.js';
import { ShelveInstance } from './manager/shelve.js';
import { SnapshotInstance } from './manager/snapshot.js';
import { StartUp } from './manager/start-up.js';
import { SwapVolume } from './manager/swap-volume.js';
import { TerminateInstance } from './manager/terminate.js';
import { VolumeOperations } from './manager/volume-operations.js';
import type { ComputeRpc } from '../rpc/compute-rpc.js';

export interface ComputeManagerSettings extends BlockDeviceSettings, ChoreSettings {
  readonly allow_resize_to_same_host: boolean;
  readonly shelved_offload_time: number;
  readonly max_concurrent_live_migrations: number;
  readonly consoles: ConsoleSettings;
  /** Has placement know whether the scheduler may choose this host. */
  readonly markDisabled: (isDisabled: boolean) => Promise<void>;
}

/** What a compute host does with servers. */
export class ComputeManager {
  readonly build: BuildInstance;
  readonly terminate: TerminateInstance;
  readonly power: PowerOperations;
  readonly snapshots: SnapshotInstance;
  readonly volumes: VolumeOperations;
  readonly rescue: RescueInstance;
  readonly rebuild: RebuildInstance;
  readonly shelve: ShelveInstance;
  readonly resize: ResizeInstance;
  readonly looks: Looks;
  readonly consoles: Consoles;
  readonly guestActions: GuestActions;
  readonly hostActions: HostActions;
  readonly interfaces: Interfaces;
  readonly networkHealing: NetworkHealing;
  readonly events: HostEvents;
  readonly swapVolume: SwapVolume;
  readonly assistedSnapshots: AssistedSnapshots;
  readonly liveMigrations: LiveMigrations;
  readonly liveMigrationEnds: LiveMigrationEnds;
  readonly startUp: StartUp;
  readonly chores: Chores;

  /** @param hosts - other compute hosts, for servers that move */
  constructor(compute: ComputeContext, hosts: ComputeRpc, settings: ComputeManagerSettings) {
    const blockDevices = new BlockDevices(compute, settings);
    this.build = new BuildInstance(compute, blockDevices);
    this.terminate = new TerminateInstance(compute, blockDevices);
    this.power = new PowerOperations(compute);
    this.snapshots = new SnapshotInstance(compute);
    this.volumes = new VolumeOperations(compute);
    this.rescue = new RescueInstance(compute);
    this.rebuild = new RebuildInstance(compute, blockDevices, this.power);
    this.shelve = new ShelveInstance(compute, blockDevices, this.snapshots, settings);
    this.resize = new ResizeInstance(compute, blockDevices, hosts, settings);
    this.looks = new Looks(compute);
    this.consoles = new Consoles(compute, settings.consoles);
    this.guestActions = new GuestActions(compute);
    this.liveMigrations = new LiveMigrations(compute, hosts, settings.max_concurrent_live_migrations);
    this.liveMigrationEnds = new LiveMigrationEnds(compute, hosts);
    this.interfaces = new Interfaces(compute);
    this.networkHealing = new NetworkHealing(compute);
    this.events = new HostEvents(compute, this.interfaces, this.power);
    this.swapVolume = new SwapVolume(compute);
    this.assistedSnapshots = new AssistedSnapshots(compute);
    this.hostActions = new HostActions(compute, settings.markDisabled);
    const { power, rescue, shelve, terminate } = this;
    this.chores = new Chores(compute, { hosts, power, rescue, shelve, terminate }, settings);
    this.startUp = new StartUp(compute, this.power, this.terminate, new EvacuatedGuests(compute, hosts));
  }
}
