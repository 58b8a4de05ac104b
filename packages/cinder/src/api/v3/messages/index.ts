// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { DeleteMessage } from './delete-message.js';
import { GetMessage } from './get-message.js';
import { ListMessages } from './list-messages.js';

export const messageControllers: Type[] = [ListMessages, GetMessage, DeleteMessage];
