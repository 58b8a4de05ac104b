// SPDX-License-Identifier: Apache-2.0
import { defineDriver } from '../image-store.js';
import { fileOptions } from './file-options.js';
import { FileStore } from './file-store.js';

export const fileDriver = defineDriver({
  names: ['file', 'glance.store.filesystem.Store'],
  schemes: ['file', 'filesystem'],
  options: fileOptions,
  readOnly: false,
  create: (context, options) => new FileStore(context, options),
});
