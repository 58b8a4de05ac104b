// SPDX-License-Identifier: Apache-2.0
import type { CellDatabase } from '../database.js';
import type { AuditPeriod } from './audit-period.js';

/** How far a host has got with a task of a period. */
export interface TaskLog {
  readonly host: string;
  /** `RUNNING`, `DONE`. */
  readonly state: string;
  readonly taskItems: number;
  readonly errors: number;
  readonly message: string;
}

/** The table `task_log` of a cell. */
export class TaskLogRepository {
  readonly #database: CellDatabase;

  constructor(database: CellDatabase) {
    this.#database = database;
  }

  async list(taskName: string, { begin, end }: AuditPeriod): Promise<TaskLog[]> {
    const rows = await this.#database.client.taskLog.findMany({
      where: { taskName, periodBeginning: begin, periodEnding: end, deleted: 0 },
      orderBy: { id: 'asc' },
    });
    return rows.map(({ host, state, taskItems, errors, message }) => ({
      host,
      state,
      taskItems: taskItems ?? 0,
      errors: errors ?? 0,
      message,
    }));
  }
}
