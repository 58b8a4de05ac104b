// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { InvalidGroup } from '../errors/groups.js';
import { InvalidVolume } from '../errors/volumes.js';
import { backendOf } from '../rpc/addressing.js';
import type { VolumeRpc } from '../rpc/volume-rpc.js';
import type { VolumeRepository } from '../volumes/volume-repository.js';
import { ownedBy } from '../volumes/volume-repository.js';
import type { VolumeRow } from '../volumes/volume.js';
import { authorize } from './authorize.js';
import type { GroupRepository, GroupRow } from './group-repository.js';
import { volumesOfGroup } from './volumes-of-group.js';

/** What a client changes of a group; what is undefined or null stays. */
export interface GroupChanges {
  readonly name?: string | null | undefined;
  readonly description?: string | null | undefined;
  /** Ids between commas, as `removeVolumes`. */
  readonly addVolumes?: string | null | undefined;
  readonly removeVolumes?: string | null | undefined;
}

export interface GroupUpdateDependencies {
  readonly groups: GroupRepository;
  readonly volumes: VolumeRepository;
  readonly volumeRpc: Pick<VolumeRpc, 'updateGroup'>;
  readonly enforcer: Enforcer;
}

const REMOVABLE = ['available', 'in-use', 'error', 'error_deleting'];
const ADDABLE = ['available', 'in-use'];

/** Changes groups and which volumes are in them: upstream's cinder/group/api.py, update. */
export class GroupUpdate {
  readonly #dependencies: GroupUpdateDependencies;

  constructor(dependencies: GroupUpdateDependencies) {
    this.#dependencies = dependencies;
  }

  /** Throws InvalidVolume, InvalidGroup, PolicyNotAuthorized. */
  async update(context: RequestContext, group: GroupRow, changes: GroupChanges): Promise<void> {
    const { groups, volumes, volumeRpc, enforcer } = this.#dependencies;
    authorize(enforcer, 'group:update', context, group);
    const name = changes.name === group.name ? undefined : (changes.name ?? undefined);
    const description = changes.description === group.description ? undefined : (changes.description ?? undefined);
    const [added, removed] = [idsOf(changes.addVolumes), idsOf(changes.removeVolumes)];
    const both = added.filter((id) => removed.includes(id));
    if (both.length > 0)
      throw new InvalidVolume(
        `UUIDs [${both.map((id) => `'${id}'`).join(', ')}] are in both add and remove volume list.`,
      );
    const members = added.length + removed.length === 0 ? [] : await volumesOfGroup(volumes, group.id);
    const addVolumes = await this.#added(context, group, members, added);
    const removeVolumes = removedOf(group, members, removed);
    const moves = addVolumes.length + removeVolumes.length > 0;
    if (name === undefined && description === undefined && !moves)
      throw new InvalidGroup(
        `Cannot update group ${group.id} because no valid name, description, add_volumes, or remove_volumes were provided.`,
      );
    const values = {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      status: moves ? 'updating' : 'available',
    };
    if (!(await groups.changeWhere(group.id, moves ? { status: 'available' } : {}, values)))
      throw new InvalidGroup('Group status must be available.');
    if (!moves) return;
    try {
      await volumeRpc.updateGroup(context, await groups.get(context.elevated(), group.id), {
        addVolumes,
        removeVolumes,
      });
    } catch (error) {
      // Nobody was told: the user may try again.
      await groups.changeWhere(group.id, { status: 'updating' }, { status: 'available' });
      throw error;
    }
  }

  async #added(
    context: RequestContext,
    group: GroupRow,
    members: readonly VolumeRow[],
    ids: readonly string[],
  ): Promise<string[]> {
    const wanted = ids.filter((id) => !members.some((member) => member.id === id));
    if (wanted.length === 0) return [];
    const rows = await this.#dependencies.volumes.list({
      where: { id: { in: wanted }, ...ownedBy(context) },
      order: [{ field: 'id', direction: 'asc' }],
    });
    const found = new Map(rows.map((row) => [row.id, row]));
    for (const id of wanted) {
      const refused = whyNotAdded(group, found.get(id));
      if (refused !== undefined) throw new InvalidVolume(refused.replaceAll('%s', id));
    }
    return wanted;
  }
}

/** Why a volume cannot come into the group, `%s` for its id; undefined where it can. */
function whyNotAdded(group: GroupRow, volume: VolumeRow | undefined): string | undefined {
  const cannot = `Cannot add volume %s to group ${group.id}`;
  if (volume === undefined) return `${cannot} because volume cannot be found.`;
  if (volume.groupId) return `${cannot} because it is already in group ${volume.groupId}.`;
  if (volume.projectId !== group.projectId) return `${cannot} as they belong to different projects.`;
  if (!volume.volumeTypeId) return `${cannot} because it has no volume type.`;
  if (!group.volumeTypeIds.includes(volume.volumeTypeId))
    return `${cannot} because volume type ${volume.volumeTypeId} is not supported by the group.`;
  if (!ADDABLE.includes(volume.status ?? ''))
    return `${cannot} because volume is in an invalid state: ${volume.status ?? ''}. Valid states are: ${tuple(ADDABLE)}.`;
  return backendName(volume) === backendName(group) ? undefined : 'Volume is not local to this node.';
}

function removedOf(group: GroupRow, members: readonly VolumeRow[], ids: readonly string[]): string[] {
  const cannot = (id: string): string => `Cannot remove volume ${id} from group ${group.id} because`;
  const removed = members.filter(({ id }) => ids.includes(id));
  for (const { id, status } of removed)
    if (!REMOVABLE.includes(status ?? ''))
      throw new InvalidVolume(
        `${cannot(id)} volume is in an invalid state: ${status ?? ''}. Valid states are: ${tuple(REMOVABLE)}.`,
      );
  for (const id of ids)
    if (!removed.some((volume) => volume.id === id)) throw new InvalidVolume(`${cannot(id)} it is not in the group.`);
  return removed.map(({ id }) => id);
}

function backendName({
  host,
  clusterName,
}: {
  readonly host: string | null;
  readonly clusterName: string | null;
}): string {
  return backendOf((clusterName === '' ? null : clusterName) ?? host ?? '');
}

function tuple(states: readonly string[]): string {
  return `(${states.map((state) => `'${state}'`).join(', ')})`;
}

/** Ids between commas; commas at the ends do not matter. */
function idsOf(text: string | null | undefined): string[] {
  return text ? text.replace(/^,+|,+$/g, '').split(',') : [];
}
