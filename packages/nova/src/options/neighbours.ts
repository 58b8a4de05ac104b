// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';
import { declareClientOptions } from '@stackport/keystone';

/** `[keystone]`: how the identity service is reached, as a session reads it. */
export const keystoneClientOptions = declareClientOptions('keystone');

/** `[glance]`: how the Image service is reached, as a session reads it. */
export const glanceClientOptions = declareClientOptions('glance');

/** `[glance]`: what is not of a session. */
export const glanceOptions = declareOptions('glance', {
  api_servers: option.list({ help: 'URLs of the Image service; the service catalog’s where none are given.' }),
  num_retries: option.integer({ default: 3, min: 0, help: 'How often a request that failed is tried again.' }),
});

/** `[cinder]`: how the Block Storage service is reached, as a session reads it. */
export const cinderClientOptions = declareClientOptions('cinder');

/** `[cinder]`: what is not of a session. */
export const cinderOptions = declareOptions('cinder', {
  catalog_info: option.string({
    default: 'volumev3::publicURL',
    regex: /^\w+:\w*:.*$/,
    help: 'What to look for in the catalog: type, name and interface between colons.',
  }),
  endpoint_template: option.string({ help: 'URL of the service, with %(project_id)s, in place of the catalog’s.' }),
  os_region_name: option.string({ help: 'Region to look for in the catalog.' }),
  http_retries: option.integer({ default: 3, min: 0, help: 'How often a request that failed is tried again.' }),
  cross_az_attach: option.boolean({
    default: true,
    help: 'Whether a server may have volumes of another availability zone.',
  }),
});

/** `[neutron]`: how the network service is reached, as a session reads it. Without credentials there is none. */
export const neutronClientOptions = declareClientOptions('neutron');

/** `[neutron]`: what is not of a session. */
export const neutronOptions = declareOptions('neutron', {
  http_retries: option.integer({ default: 3, min: 0, help: 'How often a request that failed is tried again.' }),
  ovs_bridge: option.string({ default: 'br-int', help: 'Bridge of Open vSwitch that ports are plugged into.' }),
  default_floating_pool: option.string({
    default: 'nova',
    help: 'Name or id of the network that floating IPs are of where a request names none.',
  }),
  service_metadata_proxy: option.boolean({
    default: false,
    help: 'Whether the network service hands requests of guests to the metadata service.',
  }),
  metadata_proxy_shared_secret: option.string({
    default: '',
    secret: true,
    help: 'What it signs them with.',
  }),
});

/** `[placement]`: how the placement service is reached, as a session reads it. */
export const placementClientOptions = declareClientOptions('placement');

/** `[service_user]`: whose token goes along on users' behalf. */
export const serviceUserClientOptions = declareClientOptions('service_user');

/** `[service_user]`: what is not of a session. */
export const serviceUserOptions = declareOptions('service_user', {
  send_service_user_token: option.boolean({
    default: false,
    help: 'Whether requests to other services carry a service token, so that a user’s token may be over by then.',
  }),
});
