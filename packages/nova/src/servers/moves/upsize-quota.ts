// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { TooManyInstances } from '../../errors/quotas.js';
import type { FlavorValues, InstanceValues } from '../../instances/instance.js';
import type { QuotaService } from '../../quotas/quota-service.js';
import type { UsageCounter } from '../../quotas/usage-counter.js';

type Size = Pick<FlavorValues, 'vcpus' | 'memory_mb'>;

/** Whether a project may have what a server gets more by another flavor (nova 26, compute/api.py, _check_quota_for_upsize). */
export class UpsizeQuota {
  readonly #quotas: Pick<QuotaService, 'overs' | 'limits'>;
  readonly #usages: Pick<UsageCounter, 'servers'>;

  constructor(quotas: Pick<QuotaService, 'overs' | 'limits'>, usages: Pick<UsageCounter, 'servers'>) {
    this.#quotas = quotas;
    this.#usages = usages;
  }

  /** Throws `TooManyInstances`. */
  async check(context: RequestContext, instance: InstanceValues, from: Size, to: Size): Promise<void> {
    const more = { cores: Math.max(0, to.vcpus - from.vcpus), ram: Math.max(0, to.memory_mb - from.memory_mb) };
    if (more.cores === 0 && more.ram === 0) return;
    const projectId = instance.project_id ?? '';
    const userId = instance.user_id ?? '';
    const used = await this.#usages.servers(projectId);
    const own = await this.#usages.servers(projectId, userId);
    const whole = { cores: used.cores + more.cores, ram: used.ram + more.ram };
    const user = { cores: own.cores + more.cores, ram: own.ram + more.ram };
    const over = await this.#quotas.overs(context, { project: whole, user }, { projectId, userId });
    const overs = (['cores', 'ram'] as const).filter((resource) => over.includes(resource) && more[resource] > 0);
    if (overs.length === 0) return;
    const limits = await this.#quotas.limits(context, projectId, userId);
    const joined = (amounts: Readonly<Record<'cores' | 'ram', number>>): string =>
      overs.map((resource) => amounts[resource]).join(', ');
    throw new TooManyInstances({
      overs: overs.join(', '),
      requested: joined(more),
      used: joined(used),
      allowed: joined(limits),
    });
  }
}
