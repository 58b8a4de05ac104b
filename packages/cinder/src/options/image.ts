// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

/** How the Image service is reached. */
export const imageServiceOptions = declareOptions('DEFAULT', {
  glance_api_servers: option.list({
    help: 'URLs of the Image service; the service catalog’s where none are given.',
  }),
  glance_num_retries: option.integer({ default: 3, min: 0, help: 'How often a request that failed is tried again.' }),
  glance_api_insecure: option.boolean({ default: false, help: 'Whether any certificate of the server is taken.' }),
  glance_ca_certificates_file: option.string({
    help: 'PEM file of the authorities that may have signed its certificate.',
  }),
  glance_certfile: option.string({ help: 'PEM file with our certificate.' }),
  glance_keyfile: option.string({ help: 'PEM file with the key of our certificate.' }),
  glance_request_timeout: option.integer({ help: 'Seconds that a request may take.' }),
  glance_catalog_info: option.string({
    default: 'image:glance:publicURL',
    help: 'What to look for in the catalog: type, name and interface between colons.',
  }),
  allowed_direct_url_schemes: option.list({
    default: [],
    help: 'Schemes of image locations that are read without the Image service: file.',
  }),
});
