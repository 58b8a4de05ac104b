// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import type { ConnectedCells } from '../cells/connected-cells.js';
import type { InstanceMapping, InstanceMappingRepository } from '../cells/instance-mapping-repository.js';
import { NovaError, ServiceUnavailable } from '../errors/base.js';
import { BuildRequestNotFound, InstanceMappingNotFound, InstanceNotFound } from '../errors/instances.js';
import type { BuildRequestRepository } from '../instances/build-request-repository.js';
import type { FlavorValues, InstanceValues } from '../instances/instance.js';
import type { PartName } from '../instances/instance-repository.js';
import type { RequestSpecRepository } from '../instances/request-spec-repository.js';
import { isUuidLike } from '../uuid.js';
import type { Server, UnreachableServer } from './server.js';

export interface ServerFinderInit {
  readonly mappings: InstanceMappingRepository;
  readonly buildRequests: BuildRequestRepository;
  readonly requestSpecs: RequestSpecRepository;
  readonly cells: ConnectedCells;
  readonly enforcer: Enforcer;
}

export interface FindOptions {
  readonly parts?: readonly PartName[];
  /** Whether one that was deleted is found too. */
  readonly withDeleted?: boolean;
}

/** What is loaded of a server that something is done with: what its host is told of it. */
export const ACTION_PARTS: readonly PartName[] = [
  'flavor',
  'old_flavor',
  'new_flavor',
  'metadata',
  'system_metadata',
  'info_cache',
  'numa_topology',
  'keypairs',
  'trusted_certs',
  'tags',
];

/** Finds servers by their ids, and says who may do what with them (nova 26, compute/api.py, get). */
export class ServerFinder {
  readonly #init: ServerFinderInit;

  constructor(init: ServerFinderInit) {
    this.#init = init;
  }

  /**
   * A server that the caller may do something with.
   * Throws `InstanceNotFound` for one of another project too, `PolicyNotAuthorized`, `ServiceUnavailable` where its cell does
   * not answer.
   * @param rule - checked for the server's project and user; null where the caller of this checks others
   */
  async get(context: RequestContext, uuid: string, rule: string | null, options: FindOptions = {}): Promise<Server> {
    const server = await this.#find(context, uuid, options);
    if (rule !== null) await this.authorize(context, rule, server.instance);
    return server;
  }

  /** The same, with another text for a server that was never there: upstream's of `os-start` and `os-stop`. */
  async getMapped(context: RequestContext, uuid: string, rule: string): Promise<Server> {
    if ((await this.#init.mappings.find(uuid)) === null) throw new InstanceMappingNotFound(uuid);
    return this.get(context, uuid, rule);
  }

  /** The same; where its cell does not answer, what is known otherwise. Throws `InstanceNotFound`, `PolicyNotAuthorized`. */
  async getOrKnown(
    context: RequestContext,
    uuid: string,
    rule: string,
    options: FindOptions,
  ): Promise<Server | UnreachableServer> {
    try {
      return await this.get(context, uuid, rule, options);
    } catch (error) {
      if (!(error instanceof ServiceUnavailable)) throw error;
    }
    const known = await this.#known(uuid);
    if (!isVisible(context, { project_id: known.project_id, user_id: known.spec?.user_id ?? null }))
      throw new InstanceNotFound(uuid);
    await this.#init.enforcer.authorizeAsync(rule, { project_id: known.project_id }, context);
    return known;
  }

  /** Throws `PolicyNotAuthorized`. */
  async authorize(context: RequestContext, rule: string, instance: InstanceValues): Promise<void> {
    await this.#init.enforcer.authorizeAsync(rule, targetOf(instance), context);
  }

  /** Whether the caller may do what a rule is about with a server, or with its own where none is named. */
  may(context: RequestContext, rule: string, instance?: InstanceValues): Promise<boolean> {
    const own = { project_id: context.projectId, user_id: context.userId };
    return this.#init.enforcer.enforceAsync(rule, instance === undefined ? own : targetOf(instance), context);
  }

  async #find(context: RequestContext, uuid: string, options: FindOptions): Promise<Server> {
    const mapping = isUuidLike(uuid) ? await this.#init.mappings.find(uuid) : null;
    if (mapping === null) throw new InstanceNotFound(uuid);
    const server =
      mapping.cellId === null
        ? await this.#waiting(uuid, options)
        : await this.#inCell(mapping, mapping.cellId, options);
    if (!isVisible(context, server.instance)) throw new InstanceNotFound(uuid);
    return server;
  }

  async #waiting(uuid: string, options: FindOptions): Promise<Server> {
    const { buildRequests, mappings } = this.#init;
    try {
      const request = await buildRequests.get(uuid);
      return { instance: { ...request.instance, tags: taggedOf(uuid, request.tags.objects) }, cell: null, request };
    } catch (error) {
      if (!(error instanceof BuildRequestNotFound)) throw error;
    }
    // It got its cell meanwhile, or was deleted.
    const mapping = await mappings.find(uuid);
    const cellId = mapping?.cellId ?? null;
    if (mapping === null || cellId === null) throw new InstanceNotFound(uuid);
    return this.#inCell(mapping, cellId, options);
  }

  async #inCell({ instanceUuid: uuid }: InstanceMapping, cellId: number, options: FindOptions): Promise<Server> {
    const { parts = ACTION_PARTS, withDeleted = false } = options;
    try {
      const cell = await this.#init.cells.byId(cellId);
      return { instance: await cell.instances.get(uuid, parts, withDeleted), cell, request: null };
    } catch (error) {
      if (error instanceof NovaError) throw error;
      const text = `Cell ${cellId} is not responding or returned an exception, hence instance info is not available.`;
      throw new ServiceUnavailable(text, { cause: error });
    }
  }

  async #known(uuid: string): Promise<UnreachableServer> {
    const { mappings, requestSpecs } = this.#init;
    const mapping = await mappings.find(uuid);
    if (mapping === null || mapping.queuedForDelete === true) throw new InstanceNotFound(uuid);
    const spec = await requestSpecs.get(uuid).catch(() => null);
    if (spec === null) throw new InstanceNotFound(uuid);
    const image = spec.image as { readonly id?: string } | null | undefined;
    return {
      uuid,
      project_id: mapping.projectId,
      created_at: mapping.createdAt,
      spec: {
        user_id: (spec.user_id as string | null | undefined) ?? null,
        image_ref: image?.id ?? null,
        flavor: (spec.flavor as FlavorValues | null | undefined) ?? null,
        availability_zone: (spec.availability_zone as string | null | undefined) ?? null,
      },
    };
  }
}

function targetOf({ project_id, user_id }: InstanceValues): Record<string, string> {
  return { project_id: project_id ?? '', user_id: user_id ?? '' };
}

/** Servers of other projects are not there, but for administrators. */
export function isVisible(
  context: RequestContext,
  { project_id, user_id }: Pick<InstanceValues, 'project_id' | 'user_id'>,
): boolean {
  if (context.isAdmin) return true;
  return context.projectId === undefined ? user_id === (context.userId ?? null) : project_id === context.projectId;
}

function taggedOf(
  uuid: string,
  tags: readonly { readonly tag: string }[],
): { readonly objects: readonly { readonly resource_id: string; readonly tag: string }[] } {
  return { objects: tags.map(({ tag }) => ({ resource_id: uuid, tag })) };
}
