// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';

const UUID = '^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$';

const identity = {
  id: { description: 'Identifier of the task', pattern: UUID, type: 'string' },
  type: { description: 'What the task does', enum: ['import', 'api_image_import'], type: 'string' },
  status: { description: 'How far it is', enum: ['pending', 'processing', 'success', 'failure'], type: 'string' },
};
const details = {
  input: { description: 'What it was asked to do', type: ['null', 'object'] },
  result: { description: 'What came out', type: ['null', 'object'] },
};
const owner = { owner: { description: 'Project that owns the task', type: 'string' } };
const message = { message: { description: 'What went wrong, for people', type: 'string' } };
const rest = {
  image_id: { description: 'Image that the task works on', type: 'string' },
  request_id: { description: 'Request that started it', type: 'string' },
  user_id: { description: 'User who started it', type: 'string' },
  expires_at: { description: 'When the task may be removed', type: ['null', 'string'] },
  created_at: { description: 'When it was created', type: 'string' },
  updated_at: { description: 'When it last changed', type: 'string' },
  self: { readOnly: true, type: 'string' },
  schema: { readOnly: true, type: 'string' },
};

/** A task in full. */
export const taskSchema: JsonSchema = {
  name: 'task',
  properties: { ...identity, ...details, ...owner, ...message, ...rest },
};

/** The documents of tasks below /v2/schemas; a list shows tasks without their details. */
export const taskSchemas: Readonly<Record<'task' | 'tasks', JsonSchema>> = {
  task: taskSchema,
  tasks: {
    name: 'tasks',
    properties: {
      tasks: { type: 'array', items: { name: 'task', properties: { ...identity, ...owner, ...rest } } },
      schema: { type: 'string' },
    },
    links: [{ rel: 'describedby', href: '{schema}' }],
  },
};
