// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import { VolumeSizeExceedsAvailableQuota } from '../../../errors/quotas.js';
import type { Transfer } from '../../../generated/mysql/client.js';
import type { TransferService } from '../../../transfers/transfer-service.js';
import type { CollectionRequests } from '../../collection-requests.js';
import { flagOf } from '../../flag.js';
import { microversionOf } from '../../microversion.js';
import { transferSchemas } from '../../schemas/transfers.js';
import { TRANSFER_COLLECTION, transferDetail, transferSummary } from '../../views/transfer-view.js';

/** Microversions at which requests for transfers changed. */
const SNAPSHOTS = 3055;
const PAGES = 3059;
const ENCRYPTED = 3070;

/** Under which of the two paths a transfer is asked for: the older one has what it had at first. */
export type TransferPath = 'volume-transfers' | 'os-volume-transfer';

/** What the operations of both paths do. */
export class TransferRequests {
  readonly #transfers: TransferService;
  readonly #requests: CollectionRequests;

  constructor(transfers: TransferService, requests: CollectionRequests) {
    this.#transfers = transfers;
    this.#requests = requests;
  }

  async list(
    context: RequestContext,
    request: Request,
    path: TransferPath,
    { detail }: { readonly detail: boolean },
  ): Promise<Record<string, unknown>> {
    const { page, filters } = this.#requests.read(request);
    const { name, all_tenants: all = 'false', ...others } = filters;
    const hasPages = path === 'volume-transfers' && microversionOf(request) >= PAGES;
    const { limit, offset } = page;
    const rows = await this.#transfers.list(
      context,
      {
        filters: { ...others, ...(name === undefined ? {} : { display_name: name }) },
        allProjects: flagOf(all) ?? false,
      },
      hasPages ? page : { limit, offset, sortKeys: ['created_at', 'id'], sortDirections: ['asc', 'asc'] },
    );
    const view = detail ? transferDetail : transferSummary;
    const links = this.#requests.nextLinks(request, TRANSFER_COLLECTION, rows);
    return {
      transfers: rows.map((row: Transfer) => view(this.#requests, request, row)),
      ...(links.length === 0 ? {} : { transfers_links: links }),
    };
  }

  async get(context: RequestContext, request: Request, id: string): Promise<Record<string, unknown>> {
    return { transfer: transferDetail(this.#requests, request, await this.#transfers.get(context, id)) };
  }

  async create(
    context: RequestContext,
    request: Request,
    path: TransferPath,
    body: unknown,
  ): Promise<Record<string, unknown>> {
    const microversion = path === 'volume-transfers' ? microversionOf(request) : 0;
    (microversion >= SNAPSHOTS ? transferSchemas.createWithSnapshots : transferSchemas.create).validate(body);
    const { transfer: wanted } = body as {
      transfer: { volume_id: string; name?: string | null; no_snapshots?: unknown };
    };
    const { transfer, authKey } = await this.#transfers.create(context, {
      volumeId: wanted.volume_id,
      name: wanted.name?.trim() ?? null,
      noSnapshots: flagOf(wanted.no_snapshots ?? false) ?? false,
      allowEncrypted: microversion >= ENCRYPTED,
    });
    return { transfer: transferDetail(this.#requests, request, transfer, authKey) };
  }

  async accept(context: RequestContext, request: Request, id: string, body: unknown): Promise<Record<string, unknown>> {
    transferSchemas.accept.validate(body);
    const { accept } = body as { accept: { auth_key: string | number } };
    try {
      const transfer = await this.#transfers.accept(context, id, String(accept.auth_key));
      return { transfer: transferSummary(this.#requests, request, transfer) };
    } catch (error) {
      if (error instanceof VolumeSizeExceedsAvailableQuota)
        throw new HttpError(413, error.message, { headers: { 'Retry-After': '0' }, cause: error });
      throw error;
    }
  }

  delete(context: RequestContext, id: string): Promise<void> {
    return this.#transfers.delete(context, id);
  }
}
