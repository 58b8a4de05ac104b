// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import type { DriverCapabilities } from '../capabilities.js';
import type {
  ComputeDriver,
  ConsoleEndpoint,
  ConsoleKind,
  GuestSnapshot,
  GuestSummary,
  LiveMigrationOptions,
} from '../compute-driver.js';
import type { GuestDiagnostics } from '../diagnostics.js';
import * as errors from '../errors.js';
import type { GuestDescription, GuestIdentity, GuestImage, GuestInterface, GuestVolume } from '../guest.js';
import { KeyedLock } from '../keyed-lock.js';
import { LifecycleListeners } from '../lifecycle-listeners.js';
import type { LifecycleEvent, LifecycleListener } from '../lifecycle.js';
import type { NodeInventory, NodeResources } from '../node-resources.js';
import { powerStates, type PowerState } from '../power-state.js';
import * as answers from './fake-answers.js';
import { fakeGuestOf, type FakeGuest } from './fake-guest.js';
import { FakeHost } from './fake-host.js';
import { FakeLiveMigrations } from './fake-live-migrations.js';
import type { FakeDriverSettings } from './fake-settings.js';
import { GuestStore } from './guest-store.js';

type Transition = LifecycleEvent['transition'];

/**
 * Guests that are only remembered: upstream's nova.virt.fake, with the states of a real hypervisor and room that is used
 * up. Each host has its own, and no host knows of another's.
 */
export class FakeDriver implements ComputeDriver {
  readonly hypervisorType = 'fake';
  /** Upstream's `1.0`. */
  readonly hypervisorVersion = 1000;
  /** Upstream's, whatever `my_ip` says. */
  readonly hostIp = '192.168.0.1';
  readonly capabilities: DriverCapabilities;
  readonly #settings: FakeDriverSettings;
  readonly #host: FakeHost;
  readonly #store: GuestStore;
  readonly #migrations: FakeLiveMigrations;
  readonly #cachedImages = new Set<string>();
  readonly #listeners = new LifecycleListeners();
  readonly #lock = new KeyedLock();

  constructor(settings: FakeDriverSettings) {
    this.#settings = settings;
    this.capabilities = { ...answers.fakeCapabilities, ...settings.capabilities };
    this.#host = new FakeHost(settings);
    this.#migrations = new FakeLiveMigrations(settings.liveMigrationWaits ?? false);
    const { stateFolder, host } = settings;
    this.#store = new GuestStore(stateFolder === undefined ? undefined : join(stateFolder, encodeURIComponent(host)));
  }

  async start(): Promise<void> {
    await this.#store.load();
  }

  async stop(): Promise<void> {
    // Nothing runs.
  }

  onLifecycle(listener: LifecycleListener): () => void {
    return this.#listeners.add(listener);
  }

  nodes(): readonly string[] {
    return this.#host.nodes;
  }

  async resources(node: string): Promise<NodeResources> {
    return this.#host.resources(node, this.hypervisorType, this.hypervisorVersion, this.#store.all());
  }

  async inventory(node: string): Promise<NodeInventory> {
    return this.#host.inventory(node, this.capabilities);
  }

  async uptime(): Promise<string> {
    throw new errors.NotImplementedError();
  }

  async volumeConnector(): Promise<Readonly<Record<string, unknown>>> {
    const { blockStorageIp, host } = this.#settings;
    return { ip: blockStorageIp ?? '192.168.0.1', initiator: 'fake', host };
  }

  async hostPowerAction(action: 'startup' | 'shutdown' | 'reboot'): Promise<string> {
    return action;
  }

  async setHostMaintenance(isOn: boolean): Promise<string> {
    return isOn ? 'on_maintenance' : 'off_maintenance';
  }

  async setHostEnabled(isEnabled: boolean): Promise<string> {
    return isEnabled ? 'enabled' : 'disabled';
  }

  async guests(): Promise<readonly GuestSummary[]> {
    return this.#store.all().map(({ uuid, name, powerState }) => ({ uuid, name, powerState }));
  }

  async powerState(uuid: string): Promise<PowerState> {
    return this.#guest(uuid).powerState;
  }

  async diagnostics(uuid: string): Promise<GuestDiagnostics> {
    this.#runningGuest(uuid);
    return answers.fakeDiagnostics;
  }

  async rawDiagnostics(uuid: string): Promise<Readonly<Record<string, number>>> {
    this.#runningGuest(uuid);
    return answers.fakeRawDiagnostics;
  }

  async hasDisks(uuid: string): Promise<boolean> {
    return this.#store.get(uuid) !== undefined;
  }

  async sees(): Promise<boolean> {
    throw new errors.NotImplementedError();
  }

  async mark(): Promise<string | undefined> {
    throw new errors.NotImplementedError();
  }

  async unmark(): Promise<void> {
    // There is nothing to remove.
  }

  spawn(guest: GuestDescription, { powerOn = true }: { readonly powerOn?: boolean } = {}): Promise<void> {
    return this.#lock.run(guest.uuid, async () => {
      if (this.#store.get(guest.uuid) !== undefined) throw new errors.InstanceExists(guest.name);
      const fault = this.#settings.spawnFault?.(guest);
      if (fault !== undefined) throw fault;
      await this.#make(guest, powerOn);
    });
  }

  destroy(guest: GuestIdentity): Promise<void> {
    return this.#lock.run(guest.uuid, async () => {
      if (this.#store.get(guest.uuid) === undefined) return;
      await this.#store.remove(guest.uuid);
      this.#listeners.emit({ uuid: guest.uuid, transition: 'stopped' });
    });
  }

  powerOn(guest: GuestDescription): Promise<void> {
    return this.#change(guest.uuid, () => powerStates.running, 'started');
  }

  powerOff(guest: GuestIdentity): Promise<void> {
    return this.#change(guest.uuid, () => powerStates.shutdown, 'stopped');
  }

  reboot(guest: GuestDescription, kind: 'SOFT' | 'HARD'): Promise<void> {
    return this.#lock.run(guest.uuid, async () => {
      const known = this.#store.get(guest.uuid);
      if (known !== undefined) await this.#set(known, powerStates.running, 'started');
      else if (kind === 'HARD') await this.#make(guest, true);
      else throw new errors.InstanceNotFound(guest.uuid);
    });
  }

  pause(uuid: string): Promise<void> {
    return this.#change(uuid, (guest) => (isOn(guest) ? powerStates.paused : undefined), 'paused');
  }

  unpause(uuid: string): Promise<void> {
    return this.#change(uuid, (guest) => (isOn(guest) ? powerStates.running : undefined), 'resumed');
  }

  suspend({ uuid }: GuestIdentity): Promise<void> {
    const next = (guest: FakeGuest): PowerState | undefined =>
      isOn(guest) || guest.powerState === powerStates.suspended ? powerStates.suspended : undefined;
    return this.#change(uuid, next, 'suspended');
  }

  resume(guest: GuestDescription): Promise<void> {
    return this.#change(guest.uuid, () => powerStates.running, 'resumed');
  }

  rescue(guest: GuestDescription): Promise<void> {
    return this.#lock.run(guest.uuid, async () => {
      await this.#set({ ...this.#guest(guest.uuid), isRescued: true }, powerStates.running, 'started');
    });
  }

  unrescue(guest: GuestDescription): Promise<void> {
    return this.#lock.run(guest.uuid, async () => {
      await this.#set({ ...this.#guest(guest.uuid), isRescued: false }, powerStates.running, 'started');
    });
  }

  async setAdminPassword(guest: GuestDescription): Promise<void> {
    this.#runningGuest(guest.uuid);
  }

  async triggerCrashDump(uuid: string): Promise<void> {
    this.#runningGuest(uuid);
  }

  async quiesce(guest: GuestDescription): Promise<void> {
    this.#runningGuest(guest.uuid);
  }

  async unquiesce(guest: GuestDescription): Promise<void> {
    this.#runningGuest(guest.uuid);
  }

  attachVolume({ uuid }: GuestDescription, volume: GuestVolume): Promise<void> {
    return this.#update(uuid, (guest) => ({ volumes: [...without(guest.volumes, volume.volumeId), volume] }));
  }

  detachVolume({ uuid }: GuestDescription, volume: GuestVolume): Promise<void> {
    return this.#update(uuid, (guest) => ({ volumes: without(guest.volumes, volume.volumeId) }));
  }

  swapVolume({ uuid }: GuestDescription, from: GuestVolume, to: GuestVolume): Promise<void> {
    return this.#update(uuid, (guest) => ({ volumes: [...without(guest.volumes, from.volumeId), to] }));
  }

  async extendVolume(guest: GuestDescription, volume: GuestVolume): Promise<void> {
    const isAttached = this.#guest(guest.uuid).volumes.some(({ volumeId }) => volumeId === volume.volumeId);
    if (!isAttached) throw new errors.DiskNotFound(volume.mountDevice);
  }

  attachInterface({ uuid }: GuestDescription, port: GuestInterface): Promise<void> {
    return this.#update(uuid, ({ interfaces }) => {
      if (interfaces.includes(port.id)) throw new errors.InterfaceAttachFailed(uuid);
      return { interfaces: [...interfaces, port.id] };
    });
  }

  detachInterface({ uuid }: GuestDescription, port: GuestInterface): Promise<void> {
    return this.#update(uuid, ({ interfaces }) => {
      if (!interfaces.includes(port.id)) throw new errors.InterfaceDetachFailed(uuid);
      return { interfaces: interfaces.filter((id) => id !== port.id) };
    });
  }

  async snapshot(guest: GuestDescription): Promise<GuestSnapshot> {
    return answers.fakeSnapshot(this.#guest(guest.uuid).uuid);
  }

  async cacheImage(image: GuestImage): Promise<boolean> {
    const isNew = !this.#cachedImages.has(image.id);
    this.#cachedImages.add(image.id);
    return isNew;
  }

  async removeUnusedImages(): Promise<void> {
    const used = new Set(this.#store.all().map(({ imageId }) => imageId));
    for (const id of this.#cachedImages) if (!used.has(id)) this.#cachedImages.delete(id);
  }

  async consoleOutput(guest: GuestIdentity): Promise<Buffer> {
    this.#guest(guest.uuid);
    return Buffer.from(answers.FAKE_CONSOLE_OUTPUT);
  }

  async console(guest: GuestIdentity, kind: ConsoleKind): Promise<ConsoleEndpoint> {
    this.#guest(guest.uuid);
    const endpoint = answers.fakeConsoles[kind];
    if (endpoint === undefined) throw new errors.ConsoleTypeUnavailable(kind);
    return endpoint;
  }

  async migrateDiskAndPowerOff({ uuid }: GuestDescription): Promise<string> {
    await this.#lock.run(uuid, async () => {
      await this.#set({ ...this.#guest(uuid), hasLeft: true }, powerStates.shutdown, 'stopped');
    });
    return '';
  }

  finishMigration(
    guest: GuestDescription,
    _diskInfo: string,
    { powerOn }: { readonly powerOn: boolean },
  ): Promise<void> {
    return this.#lock.run(guest.uuid, async () => {
      const fault = this.#settings.finishMigrationFault?.(guest);
      if (fault !== undefined) throw fault;
      await this.#make(guest, powerOn);
    });
  }

  confirmMigration({ uuid }: GuestIdentity): Promise<void> {
    return this.#lock.run(uuid, async () => {
      // A guest that was given another size on this host stays: it has not left.
      if (this.#store.get(uuid)?.hasLeft === true) await this.#store.remove(uuid);
    });
  }

  finishRevertMigration(guest: GuestDescription, { powerOn }: { readonly powerOn: boolean }): Promise<void> {
    return this.#lock.run(guest.uuid, () => this.#make(guest, powerOn));
  }

  async checkLiveMigration(guest: GuestDescription): Promise<Readonly<Record<string, unknown>>> {
    this.#runningGuest(guest.uuid);
    return {
      filename: 'fake',
      image_type: 'default',
      disk_available_mb: 100_000,
      is_shared_block_storage: true,
      is_shared_instance_path: true,
    };
  }

  async preLiveMigration(): Promise<void> {
    // Nothing has to be made ready.
  }

  async liveMigration({ uuid }: GuestDescription, _destination: string, options: LiveMigrationOptions): Promise<void> {
    // Not under the guest's lock: it is forced to its end, or aborted, while it goes on.
    await this.#migrations.run(uuid, this.#runningGuest(uuid).memoryMb, options);
    await this.#lock.run(uuid, () => this.#store.remove(uuid));
  }

  async forceCompleteLiveMigration(uuid: string): Promise<void> {
    this.#migrations.forceComplete(uuid);
  }

  postLiveMigrationAtDestination(guest: GuestDescription): Promise<void> {
    return this.#lock.run(guest.uuid, () => this.#make(guest, true));
  }

  async rollbackLiveMigrationAtDestination(): Promise<void> {
    // Nothing was made.
  }

  async #make(guest: GuestDescription, powerOn: boolean): Promise<void> {
    await this.#store.put(fakeGuestOf(guest, powerOn));
    if (guest.image !== undefined) this.#cachedImages.add(guest.image.id);
    if (powerOn) this.#listeners.emit({ uuid: guest.uuid, transition: 'started' });
  }

  /** @param next - the state that it is to have; undefined where it would have to run for that */
  #change(uuid: string, next: (guest: FakeGuest) => PowerState | undefined, transition: Transition): Promise<void> {
    return this.#lock.run(uuid, async () => {
      const guest = this.#guest(uuid);
      const state = next(guest);
      if (state === undefined) throw new errors.InstanceNotRunning(uuid);
      await this.#set(guest, state, transition);
    });
  }

  async #set(guest: FakeGuest, powerState: PowerState, transition: Transition): Promise<void> {
    const isNew = this.#store.get(guest.uuid)?.powerState !== powerState;
    await this.#store.put({ ...guest, powerState });
    if (isNew) this.#listeners.emit({ uuid: guest.uuid, transition });
  }

  #update(uuid: string, change: (guest: FakeGuest) => Partial<FakeGuest>): Promise<void> {
    return this.#lock.run(uuid, async () => {
      const guest = this.#guest(uuid);
      await this.#store.put({ ...guest, ...change(guest) });
    });
  }

  #guest(uuid: string): FakeGuest {
    const guest = this.#store.get(uuid);
    if (guest === undefined) throw new errors.InstanceNotFound(uuid);
    return guest;
  }

  #runningGuest(uuid: string): FakeGuest {
    const guest = this.#guest(uuid);
    if (!isOn(guest)) throw new errors.InstanceNotRunning(uuid);
    return guest;
  }
}

function isOn({ powerState }: FakeGuest): boolean {
  return powerState === powerStates.running || powerState === powerStates.paused;
}

function without(volumes: readonly GuestVolume[], id: string): readonly GuestVolume[] {
  return volumes.filter(({ volumeId }) => volumeId !== id);
}
