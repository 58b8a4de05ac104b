// SPDX-License-Identifier: Apache-2.0
import type { Cells } from '../cells/cells.js';
import type { ServiceDirectory } from '../services/service-directory.js';
import { type AuditPeriod, lastCompletedPeriod } from './audit-period.js';
import { type TaskLog, TaskLogRepository } from './task-log-repository.js';

export interface UsageAuditReport {
  readonly period: AuditPeriod;
  readonly logs: readonly TaskLog[];
  /** All compute hosts, disabled ones among them. */
  readonly hosts: readonly string[];
}

export interface UsageAuditInit {
  readonly cells: Cells;
  readonly directory: ServiceDirectory;
  /** `instance_usage_audit_period` */
  readonly period: string;
}

/** How far the compute hosts are with telling the usage of their servers. */
export class UsageAudit {
  readonly #init: UsageAuditInit;

  constructor(init: UsageAuditInit) {
    this.#init = init;
  }

  /** Of the last period that was over at a time. */
  async report(before: Date): Promise<UsageAuditReport> {
    const { cells, directory } = this.#init;
    const period = lastCompletedPeriod(this.#init.period, before);
    const logs = await cells.gather(({ database }) =>
      new TaskLogRepository(database).list('instance_usage_audit', period),
    );
    const services = (await directory.list()).filter(({ topic }) => topic === 'compute');
    return { period, logs: logs.flat(), hosts: [...new Set(services.map(({ host }) => host ?? ''))] };
  }
}
