// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { DriverCapabilities } from '../capabilities.js';
import type {
  ComputeDriver,
  ConsoleEndpoint,
  ConsoleKind,
  GuestSnapshot,
  GuestSummary,
  ShutdownPatience,
} from '../compute-driver.js';
import type { GuestDiagnostics } from '../diagnostics.js';
import * as errors from '../errors.js';
import type { GuestDescription, GuestFlavor, GuestIdentity, GuestImage, GuestVolume } from '../guest.js';
import { KeyedLock } from '../keyed-lock.js';
import type { LifecycleListener } from '../lifecycle.js';
import type { NodeInventory, NodeResources } from '../node-resources.js';
import { powerStates, type PowerState } from '../power-state.js';
import { ColdMigration } from './cold-migration.js';
import { ConsoleLog } from './console-log.js';
import { guestConsole } from './consoles.js';
import { DiskMaker } from './disk-maker.js';
import { GuestBuilder } from './guest-builder.js';
import { GuestLauncher, type LaunchFailure } from './guest-launcher.js';
import { guestDiagnostics, rawGuestDiagnostics } from './guest-counters.js';
import { uptimeLine } from './host-facts.js';
import { ImageCache } from './image-cache.js';
import type { Machine } from './machine.js';
import { Machines } from './machines.js';
import { qemuCapabilities } from './qemu-capabilities.js';
import { QemuImg } from './qemu-img.js';
import { QemuHost } from './qemu-host.js';
import type { Acceleration, QemuSettings } from './qemu-settings.js';
import { Snapshots } from './snapshots.js';
import { resume, suspend } from './suspension.js';
import { VolumeAttachment } from './volume-attachment.js';

/** Milliseconds between two looks at how long console logs have grown. */
const TRIM_MS = 60_000;
const AT_ONCE: ShutdownPatience = { timeout: 0, retryInterval: 0 };

/**
 * Virtual machines with QEMU, without libvirt: each a process that outlives nova-compute, with a folder below
 * `instances_path` that says all there is to know of it.
 */
export class QemuDriver implements ComputeDriver {
  readonly capabilities: DriverCapabilities = qemuCapabilities;
  readonly #settings: QemuSettings;
  readonly #host: QemuHost;
  readonly #machines: Machines;
  readonly #images: ImageCache;
  readonly #builder: GuestBuilder;
  readonly #launcher: GuestLauncher;
  readonly #volumes: VolumeAttachment;
  readonly #snapshots: Snapshots;
  readonly #migration: ColdMigration;
  readonly #lock = new KeyedLock();
  #trimming: NodeJS.Timeout | undefined;

  constructor(settings: QemuSettings) {
    const qemuImg = new QemuImg(settings.qemuImg);
    this.#settings = settings;
    this.#host = new QemuHost(settings);
    this.#machines = new Machines(settings);
    this.#images = new ImageCache(settings, qemuImg);
    this.#builder = new GuestBuilder(settings.host, this.#machines, new DiskMaker(this.#images, qemuImg), this.#images);
    this.#launcher = new GuestLauncher(settings, this.#host, this.#builder);
    this.#volumes = new VolumeAttachment(settings);
    this.#snapshots = new Snapshots(settings, qemuImg);
    this.#migration = new ColdMigration(settings);
  }

  get hypervisorType(): string {
    return this.#host.type;
  }

  get hypervisorVersion(): number {
    return this.#host.version;
  }

  get hostIp(): string {
    return this.#settings.hostIp;
  }

  /** What guests of this host run with, once it has started. */
  get acceleration(): Acceleration {
    return this.#host.acceleration;
  }

  /** Throws `VirtDriverNotReady` where QEMU cannot be run or the folder cannot be used. */
  async start(): Promise<void> {
    try {
      await this.#host.inspect();
      await mkdir(this.#settings.instancesPath, { recursive: true, mode: 0o750 });
      await Promise.all([this.#images.prepare(), this.#snapshots.prepare(), this.#migration.announce()]);
    } catch (error) {
      throw new errors.VirtDriverNotReady({ cause: error });
    }
    await this.#machines.load();
    this.#trimming = setInterval(() => void this.#trimConsoles(), TRIM_MS);
    this.#trimming.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#trimming);
    this.#machines.release();
  }

  onLifecycle(listener: LifecycleListener): () => void {
    return this.#machines.listeners.add(listener);
  }

  nodes(): readonly string[] {
    return [this.#settings.host];
  }

  resources(node: string): Promise<NodeResources> {
    return this.#host.resources(node, this.#machines.all());
  }

  inventory(node: string): Promise<NodeInventory> {
    return this.#host.inventory(node);
  }

  async uptime(): Promise<string> {
    return uptimeLine();
  }

  async volumeConnector(): Promise<Readonly<Record<string, unknown>>> {
    return this.#host.connector();
  }

  async hostPowerAction(): Promise<string> {
    throw new errors.NotImplementedError();
  }

  async setHostMaintenance(): Promise<string> {
    throw new errors.NotImplementedError();
  }

  async setHostEnabled(): Promise<string> {
    throw new errors.NotImplementedError();
  }

  guests(): Promise<readonly GuestSummary[]> {
    return Promise.all(
      this.#machines.all().map(async (machine) => ({
        uuid: machine.definition.uuid,
        name: machine.definition.name,
        powerState: await machine.powerState(),
      })),
    );
  }

  async powerState(uuid: string): Promise<PowerState> {
    return this.#machines.get(uuid).powerState();
  }

  async diagnostics(uuid: string): Promise<GuestDiagnostics> {
    const machine = this.#machines.get(uuid);
    return guestDiagnostics(machine, await machine.powerState(), this.acceleration);
  }

  async rawDiagnostics(uuid: string): Promise<Readonly<Record<string, number>>> {
    return rawGuestDiagnostics(this.#machines.get(uuid));
  }

  async hasDisks(uuid: string): Promise<boolean> {
    return this.#machines.folder(uuid).exists();
  }

  /** What is not among guests' files is nobody's to ask for. */
  async sees(path: string): Promise<boolean> {
    if (relative(this.#settings.instancesPath, path).startsWith('..')) return false;
    return stat(path).then(
      () => true,
      () => false,
    );
  }

  async mark(uuid: string): Promise<string | undefined> {
    const folder = this.#machines.folder(uuid);
    if (!(await folder.exists())) return undefined;
    const path = folder.file(`tmp-${randomUUID()}`);
    await writeFile(path, '');
    return path;
  }

  async unmark(path: string): Promise<void> {
    await rm(path, { force: true });
  }

  spawn(guest: GuestDescription, { powerOn = true }: { readonly powerOn?: boolean } = {}): Promise<void> {
    return this.#lock.run(guest.uuid, async () => {
      if (this.#machines.find(guest.uuid) !== undefined) throw new errors.InstanceExists(guest.name);
      const folder = this.#machines.folder(guest.uuid);
      const isNew = !(await folder.exists());
      await folder.make();
      try {
        await this.#launcher.build(guest, folder, powerOn, errors.InstanceDeployFailure);
      } catch (error) {
        this.#machines.forget(guest.uuid);
        if (isNew) await folder.remove();
        throw error;
      }
    });
  }

  destroy({ uuid }: GuestIdentity, { destroyDisks }: { readonly destroyDisks: boolean }): Promise<void> {
    return this.#lock.run(uuid, async () => {
      const machine = this.#machines.find(uuid);
      if (machine !== undefined) {
        await machine.quit();
        // Disks that stay are for another host to take.
        if (!destroyDisks) await machine.define({ ...machine.definition, host: '' });
        this.#machines.forget(uuid);
      }
      if (destroyDisks) await this.#machines.folder(uuid).remove();
    });
  }

  powerOn(guest: GuestDescription): Promise<void> {
    return this.#with(guest.uuid, async (machine) => {
      if (machine.isRunning) return;
      await this.#build(guest, errors.InstancePowerOnFailure);
    });
  }

  powerOff({ uuid }: GuestIdentity, patience: ShutdownPatience): Promise<void> {
    return this.#with(uuid, async (machine) => {
      await machine.shutDown(patience);
      // What a guest was suspended with is gone when it is switched off.
      await machine.folder.removeFiles(['memory']);
    });
  }

  reboot(guest: GuestDescription, kind: 'SOFT' | 'HARD', patience: ShutdownPatience): Promise<void> {
    return this.#lock.run(guest.uuid, async () => {
      const machine = this.#machines.find(guest.uuid);
      if (machine === undefined && kind === 'SOFT') throw new errors.InstanceNotFound(guest.uuid);
      await machine?.shutDown(kind === 'SOFT' ? patience : AT_ONCE);
      if (machine === undefined) await this.#machines.folder(guest.uuid).make();
      await this.#build(guest, errors.InstanceRebootFailure);
    });
  }

  pause(uuid: string): Promise<void> {
    return this.#with(uuid, async ({ qmp }) => {
      await qmp.execute('stop');
    });
  }

  unpause(uuid: string): Promise<void> {
    return this.#with(uuid, async ({ qmp }) => {
      await qmp.execute('cont');
    });
  }

  suspend({ uuid }: GuestIdentity): Promise<void> {
    return this.#with(uuid, async (machine) => {
      if ((await machine.powerState()) === powerStates.suspended && !machine.isRunning) return;
      await suspend(machine);
      this.#machines.emit(uuid, 'suspended');
    });
  }

  resume(guest: GuestDescription): Promise<void> {
    return this.#with(guest.uuid, async (machine) => {
      if (machine.isRunning) return;
      if (await machine.folder.exists('memory')) await resume(machine, this.#launcher.options);
      else await this.#build(guest, errors.InstanceResumeFailure);
    });
  }

  rescue(guest: GuestDescription, rescue: GuestDescription): Promise<void> {
    return this.#with(guest.uuid, async (machine) => {
      await machine.quit();
      await this.#builder.buildRescue(machine, guest, rescue);
      await this.#launcher.launch(machine, errors.InstanceRescueFailure);
    });
  }

  unrescue(guest: GuestDescription): Promise<void> {
    return this.#with(guest.uuid, async (machine) => {
      if (!machine.definition.isRescue) return;
      await machine.quit();
      await this.#build(guest, errors.InstancePowerOnFailure);
      await this.#builder.clearRescue(machine);
    });
  }

  async setAdminPassword(): Promise<void> {
    throw new errors.SetAdminPasswdNotSupported();
  }

  triggerCrashDump(uuid: string): Promise<void> {
    return this.#with(uuid, async ({ qmp }) => {
      await qmp.execute('inject-nmi');
    });
  }

  async quiesce(guest: GuestDescription): Promise<void> {
    throw new errors.InstanceQuiesceNotSupported(guest.uuid);
  }

  async unquiesce(guest: GuestDescription): Promise<void> {
    throw new errors.InstanceQuiesceNotSupported(guest.uuid);
  }

  attachVolume(guest: GuestDescription, volume: GuestVolume): Promise<void> {
    return this.#with(guest.uuid, (machine) => this.#volumes.attach(machine, guest, volume));
  }

  detachVolume(guest: GuestDescription, volume: GuestVolume): Promise<void> {
    return this.#with(guest.uuid, (machine) => this.#volumes.detach(machine, volume));
  }

  swapVolume(guest: GuestDescription, from: GuestVolume, to: GuestVolume): Promise<void> {
    return this.#with(guest.uuid, (machine) => this.#volumes.swap(machine, guest, from, to));
  }

  extendVolume(guest: GuestDescription, volume: GuestVolume, size: number): Promise<void> {
    return this.#with(guest.uuid, (machine) => this.#volumes.extend(machine, volume, size));
  }

  async attachInterface(guest: GuestDescription): Promise<void> {
    throw new errors.InterfaceAttachFailed(guest.uuid);
  }

  async detachInterface(guest: GuestDescription): Promise<void> {
    throw new errors.InterfaceDetachFailed(guest.uuid);
  }

  snapshot(guest: GuestDescription): Promise<GuestSnapshot> {
    return this.#with(guest.uuid, (machine) => this.#snapshots.take(machine));
  }

  async cacheImage(image: GuestImage): Promise<boolean> {
    if (await this.#images.has(image)) return false;
    await this.#images.use(image, true, () => Promise.resolve());
    return true;
  }

  async removeUnusedImages(minimumAge: number): Promise<void> {
    await this.#images.removeUnused(await this.#machines.imagesInUse(), minimumAge);
  }

  async consoleOutput({ uuid }: GuestIdentity): Promise<Buffer> {
    return new ConsoleLog(this.#machines.get(uuid).folder.consoleLog).read();
  }

  async console({ uuid }: GuestIdentity, kind: ConsoleKind): Promise<ConsoleEndpoint> {
    return guestConsole(this.#machines.get(uuid), kind, this.#settings.vnc);
  }

  migrateDiskAndPowerOff(
    guest: GuestDescription,
    destination: string,
    flavor: GuestFlavor,
    patience: ShutdownPatience,
  ): Promise<string> {
    return this.#with(guest.uuid, async (machine) => {
      await this.#migration.check(guest, destination, flavor);
      await machine.shutDown(patience);
      const diskInfo = await this.#migration.leave(machine);
      this.#machines.forget(guest.uuid);
      return diskInfo;
    });
  }

  finishMigration(guest: GuestDescription, diskInfo: string, options: { readonly powerOn: boolean }): Promise<void> {
    return this.#lock.run(guest.uuid, async () => {
      await this.#migration.arrive(this.#machines.folder(guest.uuid), diskInfo);
      await this.#build(guest, errors.InstancePowerOnFailure, options);
    });
  }

  confirmMigration({ uuid }: GuestIdentity): Promise<void> {
    return this.#lock.run(uuid, () => this.#migration.confirm(this.#machines.folder(uuid)));
  }

  finishRevertMigration(guest: GuestDescription, options: { readonly powerOn: boolean }): Promise<void> {
    return this.#lock.run(guest.uuid, async () => {
      await this.#machines.find(guest.uuid)?.quit();
      this.#machines.forget(guest.uuid);
      await this.#migration.revert(this.#machines.folder(guest.uuid));
      await this.#build(guest, errors.InstancePowerOnFailure, options);
    });
  }

  async checkLiveMigration(guest: GuestDescription): Promise<Readonly<Record<string, unknown>>> {
    this.#machines.get(guest.uuid);
    throw noLiveMigration();
  }

  async preLiveMigration(): Promise<void> {
    throw noLiveMigration();
  }

  async liveMigration(guest: GuestDescription): Promise<void> {
    this.#machines.get(guest.uuid);
    throw noLiveMigration();
  }

  async forceCompleteLiveMigration(uuid: string): Promise<void> {
    throw new errors.NoActiveMigrationForInstance(uuid);
  }

  async postLiveMigrationAtDestination(): Promise<void> {
    throw noLiveMigration();
  }

  async rollbackLiveMigrationAtDestination(): Promise<void> {
    // Nothing was made.
  }

  #with<T>(uuid: string, action: (machine: Machine) => Promise<T>): Promise<T> {
    return this.#lock.run(uuid, () => action(this.#machines.get(uuid)));
  }

  #build(guest: GuestDescription, Failure: LaunchFailure, { powerOn } = { powerOn: true }): Promise<void> {
    return this.#launcher.build(guest, this.#machines.folder(guest.uuid), powerOn, Failure);
  }

  async #trimConsoles(): Promise<void> {
    for (const { folder, definition } of this.#machines.all())
      await new ConsoleLog(folder.consoleLog).trim().catch((error: unknown) => {
        this.#settings.logger.error(`The console log of ${definition.uuid} could not be cut`, error);
      });
  }
}

function noLiveMigration(): errors.MigrationPreCheckError {
  return new errors.MigrationPreCheckError('this hypervisor does not move guests while they run');
}
