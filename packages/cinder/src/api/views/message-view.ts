// SPDX-License-Identifier: Apache-2.0
import type { MessageRow } from '../../messages/message-repository.js';
import { messageText } from '../../messages/message-fields.js';
import { wireTime } from '../wire-time.js';

export function messageView(
  row: MessageRow,
  links: readonly { readonly rel: string; readonly href: string }[],
): Record<string, unknown> {
  return {
    id: row.id,
    event_id: row.eventId,
    user_message: messageText(row),
    message_level: row.messageLevel,
    created_at: wireTime(row.createdAt),
    guaranteed_until: wireTime(row.expiresAt),
    request_id: row.requestId,
    links,
    ...(row.resourceType ? { resource_type: row.resourceType } : {}),
    ...(row.resourceUuid ? { resource_uuid: row.resourceUuid } : {}),
  };
}
