// SPDX-License-Identifier: Apache-2.0
import type { TaskStub } from '../tasks/task.js';
import { LIVING, payloadTime } from './payload-times.js';

/** A task as notifications have it (upstream's notifier.py): without input, result and message, which may be sensitive. */
export function taskPayload(task: TaskStub): Record<string, unknown> {
  return {
    id: task.id,
    type: task.type,
    status: task.status,
    result: null,
    owner: task.owner,
    message: null,
    expires_at: payloadTime(task.expiresAt),
    created_at: payloadTime(task.createdAt),
    updated_at: payloadTime(task.updatedAt),
    ...LIVING,
  };
}
