// SPDX-License-Identifier: Apache-2.0
import { defineDriver } from '../image-store.js';
import { httpOptions } from './http-options.js';
import { HttpStore } from './http-store.js';

export const httpDriver = defineDriver({
  names: ['http', 'glance.store.http.Store'],
  schemes: ['http', 'https'],
  options: httpOptions,
  readOnly: true,
  create: ({ logger }, options) => new HttpStore(options, logger),
});
