// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { MessageService } from '../messages/message-service.js';

/** Where the user is told what went wrong (`GET /messages`). */
export type BackupMessages = Pick<MessageService, 'create'>;

/** The keys of encrypted volumes. */
export interface KeyManager {
  /** The id of a copy of the key. */
  clone(context: RequestContext, keyId: string): Promise<string>;
  delete(context: RequestContext, keyId: string): Promise<void>;
}
