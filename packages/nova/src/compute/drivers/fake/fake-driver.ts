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
import type { LifecycleListener } from '../lifecycle.js';
import type { NodeInventory, NodeResources } from '../node-resources.js';
import { powerStates, type PowerState } from '../power-state.js';
import * as answers from './fake-answers.js';
import type { FakeGuest } from './fake-guest.js';
import { FakeHost } from './fake-host.js';
import { FakeLiveMigrations } from './fake-live-migrations.js';
import type { FakeDriverSettings } from './fake-settings.js';
import { GuestStore } from './guest-store.js';
import { isOn, RememberedGuests } from './remembered-guests.js';

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
  readonly #guests: RememberedGuests;
  readonly #migrations: FakeLiveMigrations;
  readonly #cachedImages = new Set<string>();

  constructor(settings: FakeDriverSettings) {
    this.#settings = settings;
    this.capabilities = { ...answers.fakeCapabilities, ...settings.capabilities };
    this.#host = new FakeHost(settings);
    this.#migrations = new FakeLiveMigrations(settings.liveMigrationWaits ?? false);
    const { stateFolder, host } = settings;
    const folder = stateFolder === undefined ? undefined : join(stateFolder, encodeURIComponent(host));
    this.#guests = new RememberedGuests(new GuestStore(folder));
  }

  async start(): Promise<void> {
    await this.#guests.load();
  }

  async stop(): Promise<void> {
    // Nothing runs.
  }

  onLifecycle(listener: LifecycleListener): () => void {
    return this.#guests.onLifecycle(listener);
  }

  nodes(): readonly string[] {
    return this.#host.nodes;
  }

  async resources(node: string): Promise<NodeResources> {
    return this.#host.resources(node, this.hypervisorType, this.hypervisorVersion, this.#guests.all());
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
    return this.#guests.all().map(({ uuid, name, powerState }) => ({ uuid, name, powerState }));
  }

  async powerState(uuid: string): Promise<PowerState> {
    return this.#guests.get(uuid).powerState;
  }

  async diagnostics(uuid: string): Promise<GuestDiagnostics> {
    this.#guests.running(uuid);
    return answers.fakeDiagnostics;
  }

  async rawDiagnostics(uuid: string): Promise<Readonly<Record<string, number>>> {
    this.#guests.running(uuid);
    return answers.fakeRawDiagnostics;
  }

  async hasDisks(uuid: string): Promise<boolean> {
    return this.#guests.find(uuid) !== undefined;
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
    return this.#guests.work(guest.uuid, async () => {
      if (this.#guests.find(guest.uuid) !== undefined) throw new errors.InstanceExists(guest.name);
      const fault = this.#settings.spawnFault?.(guest);
      if (fault !== undefined) throw fault;
      await this.#make(guest, powerOn);
    });
  }

  destroy(guest: GuestIdentity): Promise<void> {
    return this.#guests.end(guest.uuid);
  }

  powerOn(guest: GuestDescription): Promise<void> {
    return this.#guests.change(guest.uuid, () => powerStates.running, 'started');
  }

  powerOff(guest: GuestIdentity): Promise<void> {
    return this.#guests.change(guest.uuid, () => powerStates.shutdown, 'stopped');
  }

  reboot(guest: GuestDescription, kind: 'SOFT' | 'HARD'): Promise<void> {
    return this.#guests.work(guest.uuid, async () => {
      const known = this.#guests.find(guest.uuid);
      if (known !== undefined) await this.#guests.set(known, powerStates.running, 'started');
      else if (kind === 'HARD') await this.#make(guest, true);
      else throw new errors.InstanceNotFound(guest.uuid);
    });
  }

  pause(uuid: string): Promise<void> {
    return this.#guests.change(uuid, (guest) => (isOn(guest) ? powerStates.paused : undefined), 'paused');
  }

  unpause(uuid: string): Promise<void> {
    return this.#guests.change(uuid, (guest) => (isOn(guest) ? powerStates.running : undefined), 'resumed');
  }

  suspend({ uuid }: GuestIdentity): Promise<void> {
    const next = (guest: FakeGuest): PowerState | undefined =>
      isOn(guest) || guest.powerState === powerStates.suspended ? powerStates.suspended : undefined;
    return this.#guests.change(uuid, next, 'suspended');
  }

  resume(guest: GuestDescription): Promise<void> {
    return this.#guests.change(guest.uuid, () => powerStates.running, 'resumed');
  }

  rescue(guest: GuestDescription): Promise<void> {
    return this.#guests.work(guest.uuid, async () => {
      await this.#guests.set({ ...this.#guests.get(guest.uuid), isRescued: true }, powerStates.running, 'started');
    });
  }

  unrescue(guest: GuestDescription): Promise<void> {
    return this.#guests.work(guest.uuid, async () => {
      await this.#guests.set({ ...this.#guests.get(guest.uuid), isRescued: false }, powerStates.running, 'started');
    });
  }

  async setAdminPassword(guest: GuestDescription): Promise<void> {
    this.#guests.running(guest.uuid);
  }

  async triggerCrashDump(uuid: string): Promise<void> {
    this.#guests.running(uuid);
  }

  async quiesce(guest: GuestDescription): Promise<void> {
    this.#guests.running(guest.uuid);
  }

  async unquiesce(guest: GuestDescription): Promise<void> {
    this.#guests.running(guest.uuid);
  }

  attachVolume({ uuid }: GuestDescription, volume: GuestVolume): Promise<void> {
    return this.#guests.update(uuid, (guest) => ({ volumes: [...without(guest.volumes, volume.volumeId), volume] }));
  }

  detachVolume({ uuid }: GuestDescription, volume: GuestVolume): Promise<void> {
    return this.#guests.update(uuid, (guest) => ({ volumes: without(guest.volumes, volume.volumeId) }));
  }

  swapVolume({ uuid }: GuestDescription, from: GuestVolume, to: GuestVolume): Promise<void> {
    return this.#guests.update(uuid, (guest) => ({ volumes: [...without(guest.volumes, from.volumeId), to] }));
  }

  async extendVolume(guest: GuestDescription, volume: GuestVolume): Promise<void> {
    const isAttached = this.#guests.get(guest.uuid).volumes.some(({ volumeId }) => volumeId === volume.volumeId);
    if (!isAttached) throw new errors.DiskNotFound(volume.mountDevice);
  }

  attachInterface({ uuid }: GuestDescription, port: GuestInterface): Promise<void> {
    return this.#guests.update(uuid, ({ interfaces }) => {
      if (interfaces.includes(port.id)) throw new errors.InterfaceAttachFailed(uuid);
      return { interfaces: [...interfaces, port.id] };
    });
  }

  detachInterface({ uuid }: GuestDescription, port: GuestInterface): Promise<void> {
    return this.#guests.update(uuid, ({ interfaces }) => {
      if (!interfaces.includes(port.id)) throw new errors.InterfaceDetachFailed(uuid);
      return { interfaces: interfaces.filter((id) => id !== port.id) };
    });
  }

  async snapshot(guest: GuestDescription): Promise<GuestSnapshot> {
    return answers.fakeSnapshot(this.#guests.get(guest.uuid).uuid);
  }

  async cacheImage(image: GuestImage): Promise<boolean> {
    const isNew = !this.#cachedImages.has(image.id);
    this.#cachedImages.add(image.id);
    return isNew;
  }

  async removeUnusedImages(): Promise<void> {
    const used = new Set(this.#guests.all().map(({ imageId }) => imageId));
    for (const id of this.#cachedImages) if (!used.has(id)) this.#cachedImages.delete(id);
  }

  async consoleOutput(guest: GuestIdentity): Promise<Buffer> {
    this.#guests.get(guest.uuid);
    return Buffer.from(answers.FAKE_CONSOLE_OUTPUT);
  }

  async console(guest: GuestIdentity, kind: ConsoleKind): Promise<ConsoleEndpoint> {
    this.#guests.get(guest.uuid);
    const endpoint = answers.fakeConsoles[kind];
    if (endpoint === undefined) throw new errors.ConsoleTypeUnavailable(kind);
    return endpoint;
  }

  async migrateDiskAndPowerOff({ uuid }: GuestDescription): Promise<string> {
    await this.#guests.work(uuid, async () => {
      await this.#guests.set({ ...this.#guests.get(uuid), hasLeft: true }, powerStates.shutdown, 'stopped');
    });
    return '';
  }

  finishMigration(
    guest: GuestDescription,
    _diskInfo: string,
    { powerOn }: { readonly powerOn: boolean },
  ): Promise<void> {
    return this.#guests.work(guest.uuid, async () => {
      const fault = this.#settings.finishMigrationFault?.(guest);
      if (fault !== undefined) throw fault;
      await this.#make(guest, powerOn);
    });
  }

  confirmMigration({ uuid }: GuestIdentity): Promise<void> {
    return this.#guests.work(uuid, async () => {
      // A guest that was given another size on this host stays: it has not left.
      if (this.#guests.find(uuid)?.hasLeft === true) await this.#guests.forget(uuid);
    });
  }

  finishRevertMigration(guest: GuestDescription, { powerOn }: { readonly powerOn: boolean }): Promise<void> {
    return this.#guests.work(guest.uuid, () => this.#make(guest, powerOn));
  }

  async checkLiveMigration(guest: GuestDescription): Promise<Readonly<Record<string, unknown>>> {
    this.#guests.running(guest.uuid);
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
    await this.#migrations.run(uuid, this.#guests.running(uuid).memoryMb, options);
    await this.#guests.work(uuid, () => this.#guests.forget(uuid));
  }

  async forceCompleteLiveMigration(uuid: string): Promise<void> {
    this.#migrations.forceComplete(uuid);
  }

  postLiveMigrationAtDestination(guest: GuestDescription): Promise<void> {
    return this.#guests.work(guest.uuid, () => this.#make(guest, true));
  }

  async rollbackLiveMigrationAtDestination(): Promise<void> {
    // Nothing was made.
  }

  async #make(guest: GuestDescription, powerOn: boolean): Promise<void> {
    await this.#guests.make(guest, powerOn);
    if (guest.image !== undefined) this.#cachedImages.add(guest.image.id);
  }
}

function without(volumes: readonly GuestVolume[], id: string): readonly GuestVolume[] {
  return volumes.filter(({ volumeId }) => volumeId !== id);
}
