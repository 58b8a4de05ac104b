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
import type { PowerState } from '../power-state.js';
import { ColdMigration } from './cold-migration.js';
import { ConsoleLogs } from './console-logs.js';
import { guestConsole } from './consoles.js';
import { DiskMaker } from './disk-maker.js';
import { GuestBuilder } from './guest-builder.js';
import { GuestLauncher, type LaunchFailure } from './guest-launcher.js';
import { GuestPower } from './guest-power.js';
import { guestDiagnostics, rawGuestDiagnostics } from './guest-counters.js';
import { uptimeLine } from './host-facts.js';
import { ImageCache } from './image-cache.js';
import type { Machine } from './machine.js';
import { Machines } from './machines.js';
import { qemuCapabilities } from './qemu-capabilities.js';
import { QemuImg } from './qemu-img.js';
import { QemuHost } from './qemu-host.js';
import type { Acceleration, QemuSettings } from './qemu-settings.js';
import { QemuRefusals } from './refusals.js';
import { Snapshots } from './snapshots.js';
import { VolumeAttachment } from './volume-attachment.js';

/**
 * Virtual machines with QEMU, without libvirt: each a process that outlives nova-compute, with a folder below
 * `instances_path` that says all there is to know of it.
 */
export class QemuDriver extends QemuRefusals implements ComputeDriver {
  readonly capabilities: DriverCapabilities = qemuCapabilities;
  readonly #settings: QemuSettings;
  readonly #host: QemuHost;
  readonly #machines: Machines;
  readonly #images: ImageCache;
  readonly #launcher: GuestLauncher;
  readonly #power: GuestPower;
  readonly #consoleLogs: ConsoleLogs;
  readonly #volumes: VolumeAttachment;
  readonly #snapshots: Snapshots;
  readonly #migration: ColdMigration;
  readonly #lock = new KeyedLock();

  constructor(settings: QemuSettings) {
    const qemuImg = new QemuImg(settings.qemuImg);
    const machines = new Machines(settings);
    super(machines);
    this.#settings = settings;
    this.#host = new QemuHost(settings);
    this.#machines = machines;
    this.#images = new ImageCache(settings, qemuImg);
    const builder = new GuestBuilder(settings.host, machines, new DiskMaker(this.#images, qemuImg), this.#images);
    this.#launcher = new GuestLauncher(settings, this.#host, builder);
    this.#power = new GuestPower({ machines, builder, launcher: this.#launcher });
    this.#consoleLogs = new ConsoleLogs(machines, settings.logger);
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
    this.#consoleLogs.watch();
  }

  async stop(): Promise<void> {
    this.#consoleLogs.stop();
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
    return this.#with(guest.uuid, (machine) => this.#power.on(machine, guest));
  }

  powerOff({ uuid }: GuestIdentity, patience: ShutdownPatience): Promise<void> {
    return this.#with(uuid, (machine) => this.#power.off(machine, patience));
  }

  reboot(guest: GuestDescription, kind: 'SOFT' | 'HARD', patience: ShutdownPatience): Promise<void> {
    return this.#lock.run(guest.uuid, () => this.#power.reboot(guest, kind, patience));
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
    return this.#with(uuid, (machine) => this.#power.suspend(machine));
  }

  resume(guest: GuestDescription): Promise<void> {
    return this.#with(guest.uuid, (machine) => this.#power.resume(machine, guest));
  }

  rescue(guest: GuestDescription, rescue: GuestDescription): Promise<void> {
    return this.#with(guest.uuid, (machine) => this.#power.rescue(machine, guest, rescue));
  }

  unrescue(guest: GuestDescription): Promise<void> {
    return this.#with(guest.uuid, (machine) => this.#power.unrescue(machine, guest));
  }

  triggerCrashDump(uuid: string): Promise<void> {
    return this.#with(uuid, async ({ qmp }) => {
      await qmp.execute('inject-nmi');
    });
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

  snapshot(guest: GuestDescription): Promise<GuestSnapshot> {
    return this.#with(guest.uuid, (machine) => this.#snapshots.take(machine));
  }

  async cacheImage(image: GuestImage): Promise<boolean> {
    if (await this.#images.has(image)) return false;
    await this.#images.use(image, () => Promise.resolve());
    return true;
  }

  async removeUnusedImages(minimumAge: number): Promise<void> {
    await this.#images.removeUnused(await this.#machines.imagesInUse(), minimumAge);
  }

  consoleOutput({ uuid }: GuestIdentity): Promise<Buffer> {
    return this.#consoleLogs.read(uuid);
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

  #with<T>(uuid: string, action: (machine: Machine) => Promise<T>): Promise<T> {
    return this.#lock.run(uuid, () => action(this.#machines.get(uuid)));
  }

  #build(guest: GuestDescription, Failure: LaunchFailure, { powerOn } = { powerOn: true }): Promise<void> {
    return this.#launcher.build(guest, this.#machines.folder(guest.uuid), powerOn, Failure);
  }
}
