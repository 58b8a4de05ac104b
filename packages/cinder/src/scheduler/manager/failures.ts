// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { RequestSpec } from '../schedule-request.js';
import { plainSpec } from '../spec-values.js';
import type { SchedulerDependencies } from './dependencies.js';

export interface ScheduleFailure {
  /** `create_volume`, …: what was to be scheduled. */
  readonly method: string;
  readonly spec: RequestSpec;
  readonly error: unknown;
  /** What the resource's state is now, as upstream tells it. */
  readonly state: unknown;
  readonly snapshotId?: string;
  readonly text?: string;
}

/** Logs what could not be scheduled and tells others, as `scheduler.<method>`. A notification that fails is logged. */
export async function reportFailure(
  { notifications, settings, logger }: SchedulerDependencies,
  context: RequestContext,
  { method, spec, error, state, snapshotId, text }: ScheduleFailure,
): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  logger.error(text ?? `Failed to schedule_${method}: ${reason}`);
  const plain = plainSpec(spec, settings.volume_name_template);
  const about =
    snapshotId === undefined
      ? { volume_properties: plain.volume_properties ?? {}, volume_id: spec.volume_id ?? null }
      : { snapshot_id: snapshotId };
  try {
    const payload = { request_spec: plain, ...about, state, method, reason };
    await notifications.error(context, 'scheduler', `scheduler.${method}`, payload);
  } catch (failure) {
    logger.error(`Failed notifying on scheduler.${method}`, failure);
  }
}
