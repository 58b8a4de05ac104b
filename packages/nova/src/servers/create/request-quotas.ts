// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { OverQuota } from '../../errors/base.js';
import type { QuotaService } from '../../quotas/quota-service.js';
import type { ServerOrder } from './server-order.js';

/** How much an order may say about a server (nova 26, compute/api.py). */
export class RequestQuotas {
  readonly #quotas: Pick<QuotaService, 'overs' | 'limits'>;

  constructor(quotas: Pick<QuotaService, 'overs' | 'limits'>) {
    this.#quotas = quotas;
  }

  /** Rejects with OverQuota. */
  async check(
    context: RequestContext,
    { metadata, personality }: Pick<ServerOrder, 'metadata' | 'personality'>,
  ): Promise<void> {
    await this.checkMetadata(context, Object.keys(metadata).length);
    if (personality.length === 0) return;
    const over = await this.#quotas.overs(context, {
      project: {
        injected_files: personality.length,
        injected_file_path_bytes: Math.max(...personality.map(({ path }) => Buffer.byteLength(path))),
        injected_file_content_bytes: Math.max(
          ...personality.map(({ contents }) => Buffer.from(contents, 'base64').length),
        ),
      },
    });
    if (over.includes('injected_files')) throw new OverQuota('Personality file limit exceeded');
    if (over.includes('injected_file_path_bytes')) throw new OverQuota('Personality file path exceeds maximum allowed');
    if (over.length > 0) throw new OverQuota('Personality file content exceeds maximum allowed');
  }

  /** @param count - of the server's metadata. Rejects with OverQuota. */
  async checkMetadata(context: RequestContext, count: number): Promise<void> {
    const over = await this.#quotas.overs(context, { project: { metadata_items: count } });
    if (over.length === 0) return;
    const { metadata_items: limit } = await this.#quotas.limits(context, context.projectId ?? '');
    throw new OverQuota(`Maximum number of metadata items exceeds ${limit}`);
  }
}
