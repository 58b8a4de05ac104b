// SPDX-License-Identifier: Apache-2.0

export type TaskType = 'import' | 'api_image_import';
export type TaskStatus = 'pending' | 'processing' | 'success' | 'failure';

/** What a task was asked to do; its keys are the wire's, by the task's type. */
export type TaskInput = Readonly<Record<string, unknown>>;

/** A task without its details: what a list reads. */
export interface TaskStub {
  readonly id: string;
  readonly type: TaskType;
  readonly status: TaskStatus;
  readonly owner: string;
  readonly imageId: string | null;
  readonly requestId: string | null;
  readonly userId: string | null;
  /** When a finished task may be removed; null until then. */
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
  /** Also a sign of life: renewed while the task waits and runs. */
  readonly updatedAt: Date;
  readonly deletedAt: Date | null;
  readonly deleted: boolean;
}

/** Work that goes on after its request was answered. */
export interface Task extends TaskStub {
  readonly input: TaskInput | null;
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly message: string;
  /** Identity of the process that runs it; undefined for a task of a Python service. */
  readonly worker: string | undefined;
}

/** States in which a task is not over. */
export const UNFINISHED = ['pending', 'processing'] as const satisfies readonly TaskStatus[];
