// SPDX-License-Identifier: Apache-2.0

export interface AuditPeriod {
  readonly begin: Date;
  readonly end: Date;
}

/**
 * The audit period that was completed last (nova 26, utils.py, last_completed_audit_period).
 * @param setting - `instance_usage_audit_period`: `hour`, `day`, `month` or `year`, with `@` the minute, hour, day or month at
 *   which it begins
 * @param before - the time it is
 */
export function lastCompletedPeriod(setting: string, before: Date): AuditPeriod {
  const [unit = 'month', offset = '0'] = setting.split('@');
  const shift = Number(offset);
  const at = (back: number): Date => beginning(unit, shift, before, back);
  const isOver = at(0) < before;
  return isOver ? { begin: at(1), end: at(0) } : { begin: at(2), end: at(1) };
}

/** When the period of a time begins, or one of those before it; in UTC. */
function beginning(unit: string, offset: number, time: Date, back: number): Date {
  const [year, month, day, hour] = [time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate(), time.getUTCHours()];
  switch (unit) {
    case 'year':
      return new Date(Date.UTC(year - back, Math.max(offset, 1) - 1, 1));
    case 'day':
      return new Date(Date.UTC(year, month, day - back, offset));
    case 'hour':
      return new Date(Date.UTC(year, month, day, hour - back, offset));
    default:
      return new Date(Date.UTC(year, month - back, Math.max(offset, 1)));
  }
}
