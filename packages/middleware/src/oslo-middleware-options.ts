// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

/** `[oslo_middleware]`: options of http_proxy_to_wsgi, sizelimit and ssl. */
export const osloMiddlewareOptions = declareOptions('oslo_middleware', {
  enable_proxy_headers_parsing: option.boolean({
    default: false,
    help: 'Believe the forwarding headers of a proxy in front',
  }),
  max_request_body_size: option.integer({
    default: 114688,
    help: 'Greatest size of a request body, in bytes',
    deprecated: [
      { group: 'DEFAULT', name: 'osapi_max_request_body_size' },
      { group: 'DEFAULT', name: 'max_request_body_size' },
    ],
  }),
  secure_proxy_ssl_header: option.string({
    default: 'X-Forwarded-Proto',
    help: 'Header with the scheme that the client used',
    deprecatedForRemoval: { reason: 'http_proxy_to_wsgi takes its place' },
  }),
});
