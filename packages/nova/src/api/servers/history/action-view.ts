// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import type { ActionEventValues, ActionValues } from '../../../instances/action-repository.js';
import { isSince } from '../../microversion.js';
import { wireTime } from '../../wire-time.js';
import { hostId } from '../../../hosts/host-id.js';

/** Something that was done with a server. */
export function actionView(action: ActionValues, request: Request): Record<string, unknown> {
  return {
    action: action.action,
    instance_uuid: action.instance_uuid,
    request_id: action.request_id,
    user_id: action.user_id,
    project_id: action.project_id,
    start_time: wireTime(action.start_time),
    message: action.message,
    ...(isSince(request, '2.58') ? { updated_at: wireTime(action.updated_at) } : {}),
  };
}

/** What of the parts of actions a caller may see. */
export interface EventViewOptions {
  readonly traceback: boolean;
  readonly host: boolean;
  /** Of whose project the host's id is; undefined where it is not told. */
  readonly hostIdOf?: string | undefined;
  readonly details: boolean;
}

/** A part of it. */
export function eventView(event: ActionEventValues, options: EventViewOptions): Record<string, unknown> {
  const { hostIdOf } = options;
  return {
    event: event.event,
    start_time: wireTime(event.start_time),
    finish_time: wireTime(event.finish_time),
    result: event.result,
    ...(options.traceback ? { traceback: event.traceback } : {}),
    ...(options.host ? { host: event.host } : {}),
    ...(hostIdOf === undefined ? {} : { hostId: hostId(event.host, hostIdOf) }),
    ...(options.details ? { details: event.details } : {}),
  };
}
