// SPDX-License-Identifier: Apache-2.0
import type { KeyManager } from '../keys/key-manager.js';
import type { MessageService } from '../messages/message-service.js';

/** Where the user is told what went wrong (`GET /messages`). */
export type BackupMessages = Pick<MessageService, 'create'>;

/** The keys of encrypted volumes. */
export type BackupKeys = Pick<KeyManager, 'clone' | 'delete'>;
