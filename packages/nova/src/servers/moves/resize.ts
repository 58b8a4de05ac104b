// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { FlavorNotFound } from '../../errors/flavors.js';
import { ComputeHostNotFound } from '../../errors/hosts.js';
import { CannotMigrateToSameHost, CannotResizeDisk, CannotResizeToSameFlavor } from '../../errors/server-actions.js';
import {
  AutoDiskConfigDisabledByImage,
  FlavorDiskSmallerThanMinDisk,
  FlavorMemoryTooSmall,
  InvalidReference,
} from '../../errors/server-create.js';
import type { FlavorService } from '../../flavors/flavor-service.js';
import { imageOfSystemMetadata } from '../../image/system-metadata.js';
import type { FlavorValues, InstanceValues } from '../../instances/instance.js';
import type { RequestSpecRepository } from '../../instances/request-spec-repository.js';
import { taskStates, vmStates } from '../../instances/states.js';
import { objectOf } from '../../object-values.js';
import type { ComputeTaskRpc } from '../../rpc/compute-task-rpc.js';
import { changed } from '../actions/server-actions.js';
import { flavorValues } from '../create/server-values.js';
import { instanceObject } from '../instance-object.js';
import type { LivingHosts } from '../living-hosts.js';
import type { PlacedServer } from '../server.js';
import type { ServerFinder } from '../server-finder.js';
import { checkServer, placed } from '../state-checks.js';
import { isVolumeBacked } from '../volume-backed.js';
import { moveSpec } from './move-spec.js';
import type { UpsizeQuota } from './upsize-quota.js';

export interface ServerResizeInit {
  readonly finder: ServerFinder;
  readonly flavors: Pick<FlavorService, 'get'>;
  readonly requestSpecs: RequestSpecRepository;
  readonly hosts: LivingHosts;
  readonly computeTask: ComputeTaskRpc;
  readonly quota: UpsizeQuota;
  /** `allow_resize_to_same_host` */
  readonly allowsSameHost: boolean;
}

interface Order {
  readonly action: 'resize' | 'migrate';
  readonly flavor: FlavorValues;
  readonly autoDiskConfig: boolean;
  /** Where it is to go; null for wherever there is room. */
  readonly host: string | null;
}

const GIB = 1024 ** 3;

/** Moves servers that are shut down for it: to another flavor, or only to another host (nova 26, compute/api.py, resize). */
export class ServerResize {
  readonly #init: ServerResizeInit;

  constructor(init: ServerResizeInit) {
    this.#init = init;
  }

  /**
   * Throws `InstanceIsLocked`, `InstanceInvalidState`, `InstanceNotReady`, `HostNotUp`, `InvalidReference` for a flavor that
   * is not there, `CannotResizeToSameFlavor`, `CannotResizeDisk`, `TooManyInstances`, and why a flavor does not fit the image.
   */
  async resize(
    context: RequestContext,
    uuid: string,
    flavorId: string,
    autoDiskConfig: boolean | undefined,
  ): Promise<void> {
    const server = await this.#find(context, uuid, 'os_compute_api:servers:resize', 'resize');
    const { instance, cell } = server;
    checkDiskConfig(instance, autoDiskConfig);
    const current = flavorOf(instance);
    const flavor = await this.#flavor(context, flavorId, current);
    const devices = await cell.devices.ofInstances([uuid]);
    const isOnVolume = isVolumeBacked(instance, devices);
    if (flavor.root_gb === 0 && current.root_gb !== 0 && !isOnVolume)
      throw new CannotResizeDisk('Resize to zero disk flavor is not allowed.');
    await this.#init.quota.check(context, instance, current, flavor);
    checkImage(instance, flavor, isOnVolume);
    await this.#move(context, server, {
      action: 'resize',
      flavor,
      autoDiskConfig: autoDiskConfig ?? false,
      host: null,
    });
  }

  /** Throws as `resize`, `CannotMigrateToSameHost`, and `InvalidReference` for a host that is not there. */
  async migrate(context: RequestContext, uuid: string, host: string | null): Promise<void> {
    const rule = 'os_compute_api:os-migrate-server:migrate';
    const server = await this.#find(context, uuid, rule, 'migrate');
    if (host !== null && host === server.instance.host) throw new CannotMigrateToSameHost();
    const flavor = flavorOf(server.instance);
    await this.#move(context, server, { action: 'migrate', flavor, autoDiskConfig: false, host });
  }

  async #find(
    context: RequestContext,
    uuid: string,
    rule: string,
    action: 'resize' | 'migrate',
  ): Promise<PlacedServer> {
    const found = await this.#init.finder.get(context, uuid, rule);
    checkServer(context, found.instance, { action, vmStates: [vmStates.active, vmStates.stopped] });
    const server = placed(found);
    await this.#init.hosts.check(server);
    return server;
  }

  async #move(context: RequestContext, server: PlacedServer, order: Order): Promise<void> {
    const { requestSpecs, computeTask, allowsSameHost } = this.#init;
    const { instance, cell } = server;
    const { uuid, host } = instance;
    const isSame = order.action === 'resize' && allowsSameHost;
    const ignoredHosts = isSame || host === null ? [] : [host];
    const destination = await this.#destination(server, order.host);
    const spec = await moveSpec(requestSpecs, uuid, { ignoredHosts, destination });
    const next = await changed(
      server,
      {
        task_state: taskStates.resizePrep,
        progress: 0,
        auto_disk_config: order.autoDiskConfig,
        system_metadata: { ...instance.system_metadata, image_base_image_ref: instance.image_ref ?? '' },
      },
      { taskState: [null] },
    );
    await cell.actions.start(context, uuid, order.action);
    await computeTask.migrateServer(
      context,
      {
        instance: instanceObject(next),
        schedulerHint: { filter_properties: { ignore_hosts: ignoredHosts } },
        live: false,
        rebuild: false,
        flavor: objectOf('Flavor', order.flavor),
        blockMigration: null,
        diskOverCommit: null,
        requestSpec: spec,
      },
      { wait: false },
    );
  }

  async #destination({ cell }: PlacedServer, host: string | null): Promise<Readonly<Record<string, unknown>>> {
    // Servers stay in their cell.
    const stay = { allow_cross_cell_move: false };
    if (host === null) return stay;
    try {
      const node = await cell.nodes.get({ host }, host);
      return { ...stay, host: node.host, node: node.hypervisor_hostname };
    } catch (error) {
      throw error instanceof ComputeHostNotFound ? new InvalidReference(error.message, { cause: error }) : error;
    }
  }

  async #flavor(context: RequestContext, flavorId: string, current: FlavorValues): Promise<FlavorValues> {
    try {
      const found = await this.#init.flavors.get(context, flavorId);
      if (found.id === current.id) throw new CannotResizeToSameFlavor();
      if (found.disabled) throw new FlavorNotFound(flavorId);
      return flavorValues(found);
    } catch (error) {
      throw error instanceof FlavorNotFound ? new InvalidReference(error.message, { cause: error }) : error;
    }
  }
}

function flavorOf(instance: InstanceValues): FlavorValues {
  if (instance.flavor === undefined) throw new InvalidReference('Flavor used by the instance could not be found.');
  return instance.flavor;
}

function checkDiskConfig({ system_metadata: metadata = {} }: InstanceValues, wanted: boolean | undefined): void {
  if (wanted === true && metadata.image_auto_disk_config === 'Disabled')
    throw new AutoDiskConfigDisabledByImage(metadata.image_base_image_ref ?? '');
}

/** What the image asks of a flavor, as the server remembers it. */
function checkImage({ system_metadata: metadata = {} }: InstanceValues, flavor: FlavorValues, onVolume: boolean): void {
  const { min_ram: ram = '0', min_disk: disk = '0' } = imageOfSystemMetadata(metadata);
  if (flavor.memory_mb < Number(ram)) throw new FlavorMemoryTooSmall();
  const [size, minimum] = [flavor.root_gb * GIB, Number(disk) * GIB];
  if (!onVolume && flavor.root_gb > 0 && size < minimum) throw new FlavorDiskSmallerThanMinDisk(size, minimum);
}
