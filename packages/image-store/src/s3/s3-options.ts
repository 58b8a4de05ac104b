// SPDX-License-Identifier: Apache-2.0
import { type Values, option } from '@stackport/config';

export const s3Options = {
  s3_store_host: option.string({
    help: 'Host of the S3 server, with https:// before it where it speaks TLS, and with its port where it has one of its own.',
  }),
  s3_store_region_name: option.string({
    default: '',
    help: "Region that requests are signed for; without it, that of Amazon's host.",
  }),
  s3_store_access_key: option.string({ secret: true, help: 'Access key.' }),
  s3_store_secret_key: option.string({ secret: true, help: 'Secret key.' }),
  s3_store_bucket: option.string({ help: 'Bucket that holds the images.' }),
  s3_store_create_bucket_on_put: option.boolean({
    default: false,
    help: 'Makes the bucket when the first image comes and it is not there.',
  }),
  s3_store_bucket_url_format: option.choice(['auto', 'virtual', 'path'], {
    default: 'auto',
    help: "Where the bucket stands: in the host's name (virtual) or in the path; auto is virtual at Amazon and path elsewhere.",
  }),
  s3_store_large_object_size: option.integer({
    default: 100,
    help: 'MiB from which an image is sent in parts. What is larger than one part is sent in parts in any case.',
  }),
  s3_store_large_object_chunk_size: option.integer({ default: 10, help: 'MiB of a part; 5 at least.' }),
  s3_store_thread_pools: option.integer({ default: 10, help: 'Parts of one image that are sent at a time.' }),
  s3_store_cacert: option.string({
    default: '',
    help: "File with the authorities that the server's certificate is checked against; without it, the system's.",
  }),
};

export type S3Options = Values<typeof s3Options>;
