// SPDX-License-Identifier: Apache-2.0
import { defineDriver } from '../image-store.js';
import { s3Options } from './s3-options.js';
import { S3Store } from './s3-store.js';

export const s3Driver = defineDriver({
  names: ['s3', 'glance.store.s3.Store'],
  schemes: ['s3', 's3+http', 's3+https'],
  options: s3Options,
  readOnly: false,
  create: (context, options) => new S3Store(context, options),
});
