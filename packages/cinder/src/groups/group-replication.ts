// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { now } from '@stackport/database';
import type { Enforcer } from '@stackport/policy';
import { InvalidGroupType } from '../errors/group-types.js';
import { InvalidGroup } from '../errors/groups.js';
import { InvalidVolumeType } from '../errors/volume-types.js';
import { InvalidVolume } from '../errors/volumes.js';
import type { GroupTypeRepository } from '../group-types/group-type-repository.js';
import { groupSpecsOf } from '../group-types/group-type-service.js';
import type { VolumeRpc } from '../rpc/volume-rpc.js';
import type { VolumeTypeRepository } from '../volume-types/volume-type-repository.js';
import type { VolumeRepository } from '../volumes/volume-repository.js';
import type { VolumeRow } from '../volumes/volume.js';
import { authorize } from './authorize.js';
import type { GroupRepository, GroupRow } from './group-repository.js';
import { volumesOfGroup } from './volumes-of-group.js';

export interface GroupReplicationDependencies {
  readonly groups: GroupRepository;
  readonly volumes: VolumeRepository;
  readonly groupTypes: Pick<GroupTypeRepository, 'find'>;
  readonly volumeTypes: Pick<VolumeTypeRepository, 'findAll'>;
  readonly volumeRpc: Pick<
    VolumeRpc,
    'enableReplication' | 'disableReplication' | 'failoverReplication' | 'listReplicationTargets'
  >;
  readonly enforcer: Enforcer;
}

/** What a change of replication asks of a group and its volumes. */
interface Step {
  readonly rule: string;
  /** Ends the sentence that refuses it. */
  readonly verb: 'enable' | 'disable' | 'failover';
  readonly groupStates: readonly string[];
  /** Undefined where any will do. */
  readonly volumeStates?: readonly string[];
  readonly replicationStates: readonly string[];
  /** What group and volumes are until the back end has done it. */
  readonly next: string;
}

const ENABLE: Step = {
  rule: 'group:enable_replication',
  verb: 'enable',
  groupStates: ['available'],
  volumeStates: ['available', 'in-use'],
  replicationStates: ['disabled', 'enabled'],
  next: 'enabling',
};
const DISABLE: Step = {
  rule: 'group:disable_replication',
  verb: 'disable',
  groupStates: ['available', 'error'],
  replicationStates: ['enabled', 'error'],
  next: 'disabling',
};
const FAIL_OVER: Step = {
  rule: 'group:failover_replication',
  verb: 'failover',
  groupStates: ['available'],
  volumeStates: ['available', 'in-use'],
  replicationStates: ['enabled', 'failed-over'],
  next: 'failing-over',
};

const GROUP_SPECS = ['group_replication_enabled', 'consistent_group_replication_enabled'];
const IS_TRUE = '<is> True';

/** Replication of groups whose type asks for it: upstream's cinder/group/api.py. */
export class GroupReplication {
  readonly #dependencies: GroupReplicationDependencies;

  constructor(dependencies: GroupReplicationDependencies) {
    this.#dependencies = dependencies;
  }

  /** Throws InvalidGroupType, InvalidVolumeType, InvalidGroup, InvalidVolume, as `disable` and `failOver`. */
  enable(context: RequestContext, group: GroupRow): Promise<void> {
    const { volumeRpc } = this.#dependencies;
    return this.#change(context, group, ENABLE, {}, (changed) => volumeRpc.enableReplication(context, changed));
  }

  disable(context: RequestContext, group: GroupRow): Promise<void> {
    const { volumeRpc } = this.#dependencies;
    return this.#change(context, group, DISABLE, {}, (changed) => volumeRpc.disableReplication(context, changed));
  }

  failOver(
    context: RequestContext,
    group: GroupRow,
    options: { readonly allowAttachedVolume: boolean; readonly secondaryBackendId: string | null },
  ): Promise<void> {
    const { volumeRpc } = this.#dependencies;
    return this.#change(context, group, FAIL_OVER, { refusesAttached: !options.allowAttachedVolume }, (changed) =>
      volumeRpc.failoverReplication(context, changed, options),
    );
  }

  /** What the back end answers. */
  async listTargets(context: RequestContext, group: GroupRow): Promise<unknown> {
    authorize(this.#dependencies.enforcer, 'group:list_replication_targets', context, group);
    await this.#checkTypes(group);
    return this.#dependencies.volumeRpc.listReplicationTargets(context, group);
  }

  async #change(
    context: RequestContext,
    group: GroupRow,
    step: Step,
    { refusesAttached = false }: { readonly refusesAttached?: boolean },
    tell: (group: GroupRow) => Promise<void>,
  ): Promise<void> {
    const { groups, volumes, enforcer } = this.#dependencies;
    authorize(enforcer, step.rule, context, group);
    await this.#checkTypes(group);
    const cannot = `Cannot ${step.verb} replication.`;
    check(InvalidGroup, `Group ${group.id}`, 'status', group.status, step.groupStates, cannot);
    check(
      InvalidGroup,
      `Group ${group.id}`,
      'replication status',
      group.replicationStatus,
      step.replicationStates,
      cannot,
    );
    const members = await volumesOfGroup(volumes, group.id);
    for (const volume of members) checkVolume(volume, step, refusesAttached, cannot);
    await this.#mark(group, members, step);
    try {
      await tell(await groups.get(context.elevated(), group.id));
    } catch (error) {
      // Nobody was told: the user may try again.
      const { replicationStatus } = group;
      await groups.changeWhere(group.id, { replicationStatus: step.next }, { replicationStatus });
      for (const volume of members)
        await volumes.changeWhere(
          volume.id,
          { replicationStatus: step.next },
          { replicationStatus: volume.replicationStatus },
        );
      throw error;
    }
  }

  /** Group and volumes together, and only where nothing came in between. */
  async #mark(group: GroupRow, members: readonly VolumeRow[], { verb, next }: Step): Promise<void> {
    const { groups } = this.#dependencies;
    const { status, replicationStatus } = group;
    const changed = new InvalidGroup(`Group ${group.id} has changed meanwhile. Cannot ${verb} replication.`);
    await groups.transaction(async (tx) => {
      const values = { replicationStatus: next };
      if (!(await groups.changeWhere(group.id, { status, replicationStatus }, values, tx))) throw changed;
      const { count } = await tx.volume.updateMany({
        where: {
          deleted: false,
          OR: members.map((volume) => ({
            id: volume.id,
            status: volume.status,
            replicationStatus: volume.replicationStatus,
          })),
        },
        data: { ...values, updatedAt: now() },
      });
      if (count < members.length) throw changed;
    });
  }

  async #checkTypes(group: GroupRow): Promise<void> {
    const { groupTypes, volumeTypes } = this.#dependencies;
    const type = group.groupTypeId === null ? null : await groupTypes.find(group.groupTypeId);
    const specs = type === null ? {} : groupSpecsOf(type);
    if (!GROUP_SPECS.some((key) => specs[key] === IS_TRUE))
      throw new InvalidGroupType(`Group ${group.id} is not a replication group type.`);
    const types = await volumeTypes.findAll(group.volumeTypeIds);
    for (const id of group.volumeTypeIds) {
      const extraSpecs = types.get(id)?.extraSpecs ?? [];
      if (!extraSpecs.some(({ key, value }) => key === 'replication_enabled' && value === IS_TRUE))
        throw new InvalidVolumeType(
          `Volume type ${id} does not have 'replication_enabled' spec key set to '<is> True'.`,
        );
    }
  }
}

function checkVolume(volume: VolumeRow, step: Step, refusesAttached: boolean, cannot: string): void {
  const what = `Volume ${volume.id}`;
  if (step.volumeStates !== undefined) check(InvalidVolume, what, 'status', volume.status, step.volumeStates, cannot);
  if (refusesAttached && volume.status === 'in-use')
    throw new InvalidVolume(`${what} is attached but allow_attached_volume flag is False. ${cannot}`);
  check(InvalidVolume, what, 'replication status', volume.replicationStatus, step.replicationStates, cannot);
}

function check(
  Refusal: typeof InvalidGroup | typeof InvalidVolume,
  what: string,
  column: string,
  current: string | null,
  valid: readonly string[],
  cannot: string,
): void {
  if (valid.includes(current ?? '')) return;
  const list = `[${valid.map((state) => `'${state}'`).join(', ')}]`;
  throw new Refusal(`${what} ${column} must be ${list}, but current status is: ${current ?? 'None'}. ${cannot}`);
}
