// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { CompleteAttachment } from './complete-attachment.js';
import { CreateAttachment } from './create-attachment.js';
import { DeleteAttachment } from './delete-attachment.js';
import { GetAttachment } from './get-attachment.js';
import { ListAttachments } from './list-attachments.js';
import { UpdateAttachment } from './update-attachment.js';

export const attachmentControllers: readonly Type[] = [
  ListAttachments,
  GetAttachment,
  CreateAttachment,
  UpdateAttachment,
  DeleteAttachment,
  CompleteAttachment,
];
