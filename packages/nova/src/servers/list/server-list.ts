// SPDX-License-Identifier: Apache-2.0
import type { CellMapping } from '../../cells/cell-mapping-repository.js';
import type { Cells } from '../../cells/cells.js';
import type { ConnectedCell, ConnectedCells } from '../../cells/connected-cells.js';
import type { InstanceMappingRepository } from '../../cells/instance-mapping-repository.js';
import { Invalid, MarkerNotFound, ServiceUnavailable } from '../../errors/base.js';
import { InstanceNotFound } from '../../errors/instances.js';
import type { BuildRequestRepository } from '../../instances/build-request-repository.js';
import type { InstanceValues } from '../../instances/instance.js';
import type { PartName } from '../../instances/instance-repository.js';
import { fixedAddresses } from '../addresses.js';
import type { Server, UnreachableServer } from '../server.js';
import { comparedText, conditionsOf, patternsLeft, tagCondition } from './conditions.js';
import { afterServer, canSortInDatabase, comparing, orderOf } from './ordering.js';
import { waitingServers } from './build-request-list.js';
import type { ServerQuery } from './server-query.js';
import type { TextExpression } from './text-expression.js';

export interface ServerListInit {
  readonly cells: Cells;
  readonly connected: ConnectedCells;
  readonly mappings: InstanceMappingRepository;
  readonly buildRequests: BuildRequestRepository;
  /** `[api] instance_list_per_project_cells` */
  readonly perProjectCells: boolean;
  /** `[api] list_records_by_skipping_down_cells` */
  readonly skipsDownCells: boolean;
}

export interface ServerListing {
  readonly servers: readonly Server[];
  /** Those of cells that do not answer, where they are asked for. */
  readonly unreachable: readonly UnreachableServer[];
}

/** Lists servers over all cells: those that wait for one first (nova 26, compute/api.py, get_all). */
export class ServerList {
  readonly #init: ServerListInit;

  constructor(init: ServerListInit) {
    this.#init = init;
  }

  /**
   * Throws `MarkerNotFound`, `Invalid` for an expression that is none or takes too long, and `ServiceUnavailable` where a cell does not answer and is not to be passed over.
   * @param parts - loaded of each server
   * @param withUnreachable - whether servers of cells that do not answer are listed by what is known of them
   */
  async list(query: ServerQuery, parts: readonly PartName[], withUnreachable: boolean): Promise<ServerListing> {
    if (query.limit === 0) return { servers: [], unreachable: [] };
    // What is no expression is the client's fault, and not a cell's.
    patternsLeft(query);
    const byAddress = query.ip !== undefined || query.ip6 !== undefined;
    // A server without a cell has no address.
    const waiting =
      byAddress && query.marker === undefined
        ? { servers: [], hasMarker: false }
        : await waitingServers(this.#init.buildRequests, query);
    const marker = waiting.hasMarker || query.marker === undefined ? undefined : await this.#marker(query.marker);
    const left = query.limit - waiting.servers.length;
    const loaded: readonly PartName[] = byAddress ? [...new Set<PartName>([...parts, 'info_cache'])] : parts;
    const found = left > 0 ? await this.#inCells(query, byAddress ? undefined : left, marker, loaded) : NOTHING;
    const seen = new Set<string>();
    const servers = [...waiting.servers.map((instance) => ({ instance, cell: null, request: null })), ...found.servers]
      // While a server moves into its cell, or between two, it is in both places.
      .filter(({ instance: { uuid } }) => !seen.has(uuid) && seen.add(uuid))
      .filter(({ instance }) => !byAddress || hasAddress(instance, query))
      .slice(0, query.limit);
    const unreachable = withUnreachable ? await this.#known(found.down, query, query.limit - servers.length) : [];
    return { servers, unreachable };
  }

  async #inCells(
    query: ServerQuery,
    limit: number | undefined,
    marker: InstanceValues | undefined,
    parts: readonly PartName[],
  ): Promise<{ readonly servers: readonly Server[]; readonly down: readonly CellMapping[] }> {
    const { cells, connected, skipsDownCells } = this.#init;
    const results = await cells.scatter(
      async ({ mapping }) => {
        const cell = await connected.byId(mapping.id);
        const instances = await this.#inCell(cell, query, { limit, marker, parts });
        return instances.map((instance): Server => ({ instance, cell, request: null }));
      },
      await this.#asked(query),
    );
    for (const result of results) if ('error' in result && result.error instanceof Invalid) throw result.error;
    const down = results.filter((result) => 'error' in result).map(({ mapping }) => mapping);
    if (down.length > 0 && !skipsDownCells)
      throw new ServiceUnavailable(`Cell ${down[0]?.uuid ?? ''} is not responding.`);
    const inOrder = comparing(query.sort);
    const servers = results
      .flatMap((result) => ('value' in result ? result.value : []))
      .sort((a, b) => inOrder(a.instance, b.instance));
    return { servers: limit === undefined ? servers : servers.slice(0, limit), down };
  }

  async #inCell(
    cell: ConnectedCell,
    query: ServerQuery,
    {
      limit,
      marker,
      parts,
    }: {
      readonly limit: number | undefined;
      readonly marker: InstanceValues | undefined;
      readonly parts: readonly PartName[];
    },
  ): Promise<readonly InstanceValues[]> {
    const withTags = await tagCondition(cell.tags, query.tags);
    const where = { AND: [conditionsOf(query), ...(withTags === undefined ? [] : [withTags])] };
    const patterns = patternsLeft(query);
    if (patterns.length === 0 && canSortInDatabase(query.sort)) {
      const after = marker === undefined ? [] : [afterServer(query.sort, marker)];
      const page = limit === undefined ? {} : { take: limit };
      return cell.instances.list({ where: { AND: [where, ...after] }, orderBy: orderOf(query.sort), ...page }, parts);
    }
    // What the database cannot do is done with the columns alone; what servers have is loaded of the page.
    const inOrder = comparing(query.sort);
    const page = patterns
      .reduce(
        (left: readonly InstanceValues[], [column, expression]) => fittingIn(left, column, expression),
        await cell.instances.list({ where }),
      )
      .filter((instance) => marker === undefined || inOrder(instance, marker) > 0)
      .sort(inOrder)
      .slice(0, limit);
    const whole = await cell.instances.list({ where: { id: { in: page.map(({ id }) => id) } } }, parts);
    return whole.sort(inOrder);
  }

  /** The marker's row, deleted ones too. Throws `MarkerNotFound`. */
  async #marker(uuid: string): Promise<InstanceValues> {
    const mapping = await this.#init.mappings.find(uuid);
    const cellId = mapping?.cellId ?? null;
    if (cellId === null) throw new MarkerNotFound(uuid);
    const cell = await this.#init.connected.byId(cellId);
    try {
      return await cell.instances.get(uuid, [], true);
    } catch (error) {
      throw error instanceof InstanceNotFound ? new MarkerNotFound(uuid) : error;
    }
  }

  async #asked({ projectId }: ServerQuery): Promise<readonly CellMapping[]> {
    const { cells, mappings, perProjectCells } = this.#init;
    const all = await cells.list();
    if (!perProjectCells || projectId === null) return all;
    const used = new Set(await mappings.cellsOfProject(projectId));
    return all.filter(({ id }) => used.has(id));
  }

  async #known(
    down: readonly CellMapping[],
    { projectId }: ServerQuery,
    limit: number,
  ): Promise<readonly UnreachableServer[]> {
    const known: UnreachableServer[] = [];
    for (const { id } of down) {
      if (known.length >= limit) break;
      for (const mapping of await this.#init.mappings.listOfCell(id, projectId, limit - known.length))
        known.push({ uuid: mapping.instanceUuid, project_id: mapping.projectId, created_at: mapping.createdAt });
    }
    return known;
  }
}

const NOTHING = { servers: [], down: [] } as const;

function hasAddress(instance: InstanceValues, { ip, ip6 }: ServerQuery): boolean {
  const fits = (pattern: string | undefined, address: string): boolean =>
    pattern !== undefined && new RegExp(`^(?:${pattern})`).test(address);
  return fixedAddresses(instance).some(({ address, version }) => fits(version === 4 ? ip : ip6, address));
}

function fittingIn(
  servers: readonly InstanceValues[],
  column: string,
  expression: TextExpression,
): readonly InstanceValues[] {
  const texts = servers.map((server) => comparedText(server[column as keyof InstanceValues]));
  const fits = expression.fitting(texts.map((text) => text ?? ''));
  return servers.filter((_server, index) => texts[index] !== undefined && fits[index] === true);
}
