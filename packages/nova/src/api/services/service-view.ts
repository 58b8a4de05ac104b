// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import type { ZonedService } from '../../services/service-directory.js';
import { isSince } from '../microversion.js';
import { wireTime } from '../wire-time.js';

/** A service; from 2.53 on it is known by its UUID. */
export function serviceView(service: ZonedService, isUp: boolean, request: Request): Record<string, unknown> {
  return {
    binary: service.binary,
    host: service.host,
    id: isSince(request, '2.53') ? service.uuid : service.id,
    zone: service.zone,
    status: service.disabled === true ? 'disabled' : 'enabled',
    state: isUp ? 'up' : 'down',
    updated_at: wireTime(service.updated_at),
    disabled_reason: service.disabled_reason,
    ...(isSince(request, '2.11') ? { forced_down: service.forced_down ?? false } : {}),
  };
}
