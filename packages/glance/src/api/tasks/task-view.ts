// SPDX-License-Identifier: Apache-2.0
import { isoTime } from '../../images/image-view.js';
import type { Task, TaskStub } from '../../tasks/task.js';

/** A task in full (upstream's api/v2/tasks.py, `_format_task`). */
export function taskView(task: Task): Record<string, unknown> {
  return {
    id: task.id,
    input: task.input,
    type: task.type,
    status: task.status,
    owner: task.owner,
    message: task.message,
    result: task.result,
    ...common(task),
    ...(task.imageId ? { image_id: task.imageId } : {}),
    ...(task.requestId ? { request_id: task.requestId } : {}),
    ...(task.userId ? { user_id: task.userId } : {}),
    ...expiry(task),
  };
}

/** A task in a list. */
export function taskStubView(task: TaskStub): Record<string, unknown> {
  return { id: task.id, type: task.type, status: task.status, owner: task.owner, ...common(task), ...expiry(task) };
}

/** A task among those of an image: Zed shows its row as it is. */
export function taskRowView(task: Task): Record<string, unknown> {
  return {
    id: task.id,
    type: task.type,
    status: task.status,
    owner: task.owner,
    expires_at: rowTime(task.expiresAt),
    created_at: rowTime(task.createdAt),
    updated_at: rowTime(task.updatedAt),
    deleted_at: rowTime(task.deletedAt),
    deleted: task.deleted,
    image_id: task.imageId,
    request_id: task.requestId,
    user_id: task.userId,
    input: task.input,
    result: task.result,
    message: task.message,
  };
}

function common(task: TaskStub): Record<string, unknown> {
  return {
    created_at: isoTime(task.createdAt),
    updated_at: isoTime(task.updatedAt),
    self: `/v2/tasks/${task.id}`,
    schema: '/v2/schemas/task',
  };
}

function expiry({ expiresAt }: TaskStub): Record<string, unknown> {
  return expiresAt === null ? {} : { expires_at: isoTime(expiresAt) };
}

/** With microseconds and no zone, as Python writes a datetime into JSON. */
function rowTime(time: Date | null): string | null {
  return time === null ? null : time.toISOString().replace(/Z$/, '000');
}
