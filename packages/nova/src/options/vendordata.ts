// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';
import { authOptions, sessionOptions } from '@stackport/keystone';

/** `[api]`: services that are asked for what an operator has guests told: vendor data of the provider DynamicJSON. */
export const vendordataOptions = declareOptions('api', {
  vendordata_dynamic_targets: option.list({
    default: [],
    help: 'The services: <name>@<url>.',
  }),
  vendordata_dynamic_ssl_certfile: option.string({
    default: '',
    help: 'PEM file of authorities that may have signed their certificates.',
  }),
  vendordata_dynamic_connect_timeout: option.integer({
    default: 5,
    min: 3,
    help: 'Seconds until such a service is connected.',
  }),
  vendordata_dynamic_read_timeout: option.integer({
    default: 5,
    min: 0,
    help: 'Seconds until it has answered.',
  }),
  vendordata_dynamic_failure_fatal: option.boolean({
    default: false,
    help: 'Whether a guest is told nothing at all where one of them fails.',
  }),
});

/** `[vendordata_dynamic_auth]`: whose token they are shown. */
export const vendordataAuthOptions = declareOptions('vendordata_dynamic_auth', { ...authOptions, ...sessionOptions });
