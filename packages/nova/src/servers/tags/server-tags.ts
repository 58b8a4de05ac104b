// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { InstanceTagNotFound, NoSuchTag, TooManyTags } from '../../errors/server-actions.js';
import { vmStates } from '../../instances/states.js';
import type { PlacedServer } from '../server.js';
import type { ServerFinder } from '../server-finder.js';
import { checkServer, placed } from '../state-checks.js';

const RULE = 'os_compute_api:os-server-tags';

/** Tags that a server may have (nova 26, objects/instance.py, MAX_TAG_COUNT). */
export const MAX_TAGS = 50;

/** Words that users find their servers by (nova 26, api/openstack/compute/server_tags.py). */
export class ServerTags {
  readonly #finder: ServerFinder;

  constructor(finder: ServerFinder) {
    this.#finder = finder;
  }

  /** Throws `InstanceNotFound`, `PolicyNotAuthorized`. */
  async list(context: RequestContext, uuid: string): Promise<readonly string[]> {
    const { instance, cell } = await this.#finder.get(context, uuid, `${RULE}:index`, { parts: [] });
    return cell === null ? (instance.tags?.objects ?? []).map(({ tag }) => tag) : cell.tags.of(uuid);
  }

  /** Throws `NoSuchTag` where the server has it not. */
  async check(context: RequestContext, uuid: string, tag: string): Promise<void> {
    const { instance, cell } = await this.#finder.get(context, uuid, `${RULE}:show`, { parts: [] });
    const tags = cell === null ? (instance.tags?.objects ?? []).map((one) => one.tag) : await cell.tags.of(uuid);
    if (!tags.includes(tag)) throw new NoSuchTag(uuid, tag);
  }

  /** False where the server has it already. Throws `TooManyTags`, `InstanceInvalidState` too. */
  async add(context: RequestContext, uuid: string, tag: string): Promise<boolean> {
    const { cell } = await this.#changeable(context, uuid, 'update', 'update tag');
    const tags = await cell.tags.of(uuid);
    if (tags.length >= MAX_TAGS) throw new TooManyTags(MAX_TAGS);
    if (tags.includes(tag)) return false;
    return cell.tags.add(uuid, tag);
  }

  /** What the server has then. */
  async replace(context: RequestContext, uuid: string, tags: readonly string[]): Promise<readonly string[]> {
    const { cell } = await this.#changeable(context, uuid, 'update_all', 'update tags');
    await cell.tags.replace(uuid, tags);
    return cell.tags.of(uuid);
  }

  /** Throws `InstanceTagNotFound` too. */
  async remove(context: RequestContext, uuid: string, tag: string): Promise<void> {
    const { cell } = await this.#changeable(context, uuid, 'delete', 'delete tag');
    if (!(await cell.tags.remove(uuid, tag))) throw new InstanceTagNotFound(uuid, tag);
  }

  async removeAll(context: RequestContext, uuid: string): Promise<void> {
    const { cell } = await this.#changeable(context, uuid, 'delete_all', 'delete tags');
    await cell.tags.removeAll(uuid);
  }

  async #changeable(context: RequestContext, uuid: string, rule: string, action: string): Promise<PlacedServer> {
    const server = await this.#finder.get(context, uuid, `${RULE}:${rule}`, { parts: [] });
    checkServer(context, server.instance, {
      action,
      vmStates: [vmStates.active, vmStates.paused, vmStates.suspended, vmStates.stopped],
      taskStates: 'any',
      mustHaveLaunched: false,
      respectsLock: false,
    });
    return placed(server);
  }
}
