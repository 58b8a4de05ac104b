// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { HttpError } from '@stackport/wsgi';
import { UsageAudit, type UsageAuditReport } from '../../usage/usage-audit.js';

const PATH = '/os-instance_usage_audit_log';
const RULE = 'os_compute_api:os-instance-usage-audit-log';

@Controller('v2.1')
export class UsageAuditLogs {
  constructor(@Inject(UsageAudit) private readonly audit: UsageAudit) {}

  @Operation({ method: 'GET', path: PATH, policy: { rule: `${RULE}:list` }, success: 200 })
  async list(): Promise<unknown> {
    return { instance_usage_audit_logs: reportView(await this.audit.report(new Date())) };
  }

  @Operation({ method: 'GET', path: `${PATH}/:id`, policy: { rule: `${RULE}:show` }, success: 200 })
  async get(@Param('id') before: string): Promise<unknown> {
    const isTime = /^\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d{1,6})?$/.test(before);
    const time = new Date(`${before.replace(' ', 'T')}Z`);
    if (!isTime || Number.isNaN(time.getTime())) throw new HttpError(400, `Invalid timestamp for date ${before}`);
    return { instance_usage_audit_log: reportView(await this.audit.report(time)) };
  }
}

function reportView({ period, logs, hosts }: UsageAuditReport): Record<string, unknown> {
  const inState = (state: string): number =>
    new Set(logs.filter((one) => one.state === state).map(({ host }) => host)).size;
  const [done, running] = [inState('DONE'), inState('RUNNING')];
  const missing = hosts.filter((host) => !logs.some((one) => one.host === host));
  const errors = logs.reduce((sum, one) => sum + one.errors, 0);
  const whole = done === hosts.length ? 'ALL' : `${done} of ${hosts.length}`;
  return {
    period_beginning: spaced(period.begin),
    period_ending: spaced(period.end),
    num_hosts: hosts.length,
    num_hosts_done: done,
    num_hosts_running: running,
    num_hosts_not_run: missing.length,
    hosts_not_run: missing,
    total_instances: logs.reduce((sum, one) => sum + one.taskItems, 0),
    total_errors: errors,
    overall_status: `${whole} hosts done. ${errors} errors.`,
    log: Object.fromEntries(
      logs.map(({ host, state, taskItems, errors: failed, message }) => [
        host,
        { state, instances: taskItems, errors: failed, message },
      ]),
    ),
  };
}

/** `2026-10-01 00:00:00` */
function spaced(time: Date): string {
  return time.toISOString().slice(0, 19).replace('T', ' ');
}
