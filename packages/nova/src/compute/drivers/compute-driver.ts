// SPDX-License-Identifier: Apache-2.0
import type { Readable } from 'node:stream';
import type { DriverCapabilities } from './capabilities.js';
import type { GuestDiagnostics } from './diagnostics.js';
import type { GuestDescription, GuestFlavor, GuestIdentity, GuestImage, GuestInterface, GuestVolume } from './guest.js';
import type { LifecycleListener } from './lifecycle.js';
import type { NodeInventory, NodeResources } from './node-resources.js';
import type { PowerState } from './power-state.js';

/** A console that a client can reach: what the proxies are told of it. */
export interface ConsoleEndpoint {
  readonly host: string;
  readonly port: number;
  /** Of SPICE. */
  readonly tlsPort?: number;
  readonly internalAccessPath?: string;
}

export type ConsoleKind = 'novnc' | 'xvpvnc' | 'spice-html5' | 'rdp-html5' | 'serial' | 'webmks';

export interface GuestSummary extends GuestIdentity {
  readonly powerState: PowerState;
}

/** How a guest is ended that runs: asked first, and for how long. */
export interface ShutdownPatience {
  /** Seconds until it is cut off; 0 cuts it off at once. */
  readonly timeout: number;
  /** Seconds between two times of asking. */
  readonly retryInterval: number;
}

/** A disk's bytes at one moment, in a file of the host until `dispose`. */
export interface GuestSnapshot {
  readonly format: 'raw' | 'qcow2';
  /** Bytes of the file. */
  readonly size: number;
  readonly open: () => Readable;
  readonly dispose: () => Promise<void>;
}

/** Bytes. */
export interface LiveMigrationProgress {
  readonly memoryTotal: number;
  readonly memoryProcessed: number;
  readonly memoryRemaining: number;
  readonly diskTotal: number;
  readonly diskProcessed: number;
  readonly diskRemaining: number;
}

export interface LiveMigrationOptions {
  readonly onProgress: (progress: LiveMigrationProgress) => void;
  /** Aborts the migration: the guest stays, and the call rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

/**
 * A hypervisor as nova-compute sees it: upstream's ComputeDriver. Methods that change a guest resolve when it is done and
 * reject with `InstanceNotFound` for one that is not there, with another error of errors.ts for what the hypervisor refuses;
 * `NotImplementedError` is for what it has nothing for. Doing again what is done already is no error: a message can come
 * twice. Calls for one guest are done one after the other.
 */
export interface ComputeDriver {
  /** `fake`, `QEMU`: as a compute node has it. */
  readonly hypervisorType: string;
  /** 1 000 000 × major + 1000 × minor + patch. */
  readonly hypervisorVersion: number;
  /** Where other hosts reach this one for a migration: `dest_host` of one. */
  readonly hostIp: string;
  readonly capabilities: DriverCapabilities;

  /** Takes up what is on the host: guests that were there before are there. Rejects where the host cannot run guests. */
  start(): Promise<void>;
  /** Lets go of the host; guests run on. */
  stop(): Promise<void>;
  /** Tells of what guests do by themselves, and of what the calls below have done. @returns the end of it */
  onLifecycle(listener: LifecycleListener): () => void;

  /** The names of the hypervisors behind this host: one, as a rule the host's own. */
  nodes(): readonly string[];
  /** Rejects with `ComputeHostNotFound` for a node that is not one of them. */
  resources(node: string): Promise<NodeResources>;
  inventory(node: string): Promise<NodeInventory>;
  /** What `uptime` prints on the host. */
  uptime(): Promise<string>;
  /** What the Block Storage service is told of this host when it makes a connection: os-brick's connector. */
  volumeConnector(): Promise<Readonly<Record<string, unknown>>>;
  hostPowerAction(action: 'startup' | 'shutdown' | 'reboot'): Promise<string>;
  setHostMaintenance(isOn: boolean): Promise<string>;
  setHostEnabled(isEnabled: boolean): Promise<string>;

  guests(): Promise<readonly GuestSummary[]>;
  powerState(uuid: string): Promise<PowerState>;
  /** As answered from 2.48 on. Rejects with `InstanceNotRunning` where it does not run. */
  diagnostics(uuid: string): Promise<GuestDiagnostics>;
  /** The same before 2.48: counters under the driver's own names. */
  rawDiagnostics(uuid: string): Promise<Readonly<Record<string, number>>>;
  /** Whether the guest's disks are on this host already: what an evacuation finds on shared storage. */
  hasDisks(uuid: string): Promise<boolean>;
  /**
   * Whether a file that another host made among its guests' files is here too, which tells of shared storage. Rejects with
   * `NotImplementedError` where guests have no files.
   */
  sees(path: string): Promise<boolean>;
  /** Makes such a file for another host to look for; `unmark` removes it. @returns its path; undefined for a guest without files */
  mark(uuid: string): Promise<string | undefined>;
  unmark(path: string): Promise<void>;

  /** Makes the guest's disks and starts it. Leaves nothing behind where it rejects. */
  spawn(guest: GuestDescription, options?: { readonly powerOn?: boolean }): Promise<void>;
  /** Ends the guest; its disks go too where they are to. Resolves for one that is not there. */
  destroy(guest: GuestIdentity, options: { readonly destroyDisks: boolean }): Promise<void>;
  powerOn(guest: GuestDescription): Promise<void>;
  powerOff(guest: GuestIdentity, patience: ShutdownPatience): Promise<void>;
  /**
   * A soft reboot asks the guest, and becomes a hard one where it does not listen. A hard one starts it from its
   * description, whatever became of it.
   */
  reboot(guest: GuestDescription, kind: 'SOFT' | 'HARD', patience: ShutdownPatience): Promise<void>;
  pause(uuid: string): Promise<void>;
  unpause(uuid: string): Promise<void>;
  suspend(guest: GuestIdentity): Promise<void>;
  resume(guest: GuestDescription): Promise<void>;
  /** Starts the rescue image, with the guest's disks beside it. */
  rescue(guest: GuestDescription, rescue: GuestDescription): Promise<void>;
  unrescue(guest: GuestDescription): Promise<void>;
  setAdminPassword(guest: GuestDescription, password: string): Promise<void>;
  /** A non-maskable interrupt, at which a guest that is set up so writes its memory. */
  triggerCrashDump(uuid: string): Promise<void>;
  /** Has the guest's file systems written and held still for a snapshot. */
  quiesce(guest: GuestDescription): Promise<void>;
  unquiesce(guest: GuestDescription): Promise<void>;

  attachVolume(guest: GuestDescription, volume: GuestVolume): Promise<void>;
  /** Resolves for a volume that is not attached. */
  detachVolume(guest: GuestDescription, volume: GuestVolume): Promise<void>;
  swapVolume(guest: GuestDescription, from: GuestVolume, to: GuestVolume): Promise<void>;
  /** @param size - bytes of the volume now */
  extendVolume(guest: GuestDescription, volume: GuestVolume, size: number): Promise<void>;
  attachInterface(guest: GuestDescription, port: GuestInterface): Promise<void>;
  detachInterface(guest: GuestDescription, port: GuestInterface): Promise<void>;

  /** The root disk's bytes, in a state that a guest can start from. */
  snapshot(guest: GuestDescription): Promise<GuestSnapshot>;
  /** Fetches an image before a guest wants it. @returns false where it was there already */
  cacheImage(image: GuestImage): Promise<boolean>;
  /**
   * Removes cached images that no guest has and that nobody has used for so long.
   * @param minimumAge - seconds
   */
  removeUnusedImages(minimumAge: number): Promise<void>;

  /** What the guest wrote to its first serial console, the last of it where that is much; '' before it wrote. */
  consoleOutput(guest: GuestIdentity): Promise<Buffer>;
  /** Rejects with `ConsoleTypeUnavailable`. */
  console(guest: GuestIdentity, kind: ConsoleKind): Promise<ConsoleEndpoint>;

  /**
   * Ends the guest and gives its disks to be taken elsewhere. The guest is as it was where it rejects with
   * `InstanceFaultRollback`.
   * @param destination - the address of the host that it goes to
   * @param flavor - the one that it will have there
   * @returns what `finishMigration` needs there
   */
  migrateDiskAndPowerOff(
    guest: GuestDescription,
    destination: string,
    flavor: GuestFlavor,
    patience: ShutdownPatience,
  ): Promise<string>;
  /** Takes the disks and starts the guest, with its new flavor, where it is to run. */
  finishMigration(guest: GuestDescription, diskInfo: string, options: { readonly powerOn: boolean }): Promise<void>;
  /** Clears up at the source what was kept for a revert. Resolves where nothing is left. */
  confirmMigration(guest: GuestIdentity): Promise<void>;
  /** At the source, with the guest's old flavor. */
  finishRevertMigration(guest: GuestDescription, options: { readonly powerOn: boolean }): Promise<void>;

  /** What the destination needs to know of the source. Rejects with `MigrationPreCheckError` where the guest cannot move. */
  checkLiveMigration(guest: GuestDescription): Promise<Readonly<Record<string, unknown>>>;
  preLiveMigration(guest: GuestDescription): Promise<void>;
  /** Moves the guest while it runs; it is gone from here when this resolves. */
  liveMigration(guest: GuestDescription, destination: string, options: LiveMigrationOptions): Promise<void>;
  /** Rejects with `NoActiveMigrationForInstance`. */
  forceCompleteLiveMigration(uuid: string): Promise<void>;
  postLiveMigrationAtDestination(guest: GuestDescription): Promise<void>;
  rollbackLiveMigrationAtDestination(guest: GuestIdentity): Promise<void>;
}
