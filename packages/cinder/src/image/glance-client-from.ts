// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import { credentialsFrom, HttpTransport, OwnToken } from '@stackport/keystone';
import { imageServiceOptions, serviceUserClientOptions, serviceUserOptions } from '../options/index.js';
import { GlanceClient } from './glance-client.js';

/** Seconds until an upload is answered, where glance_request_timeout does not say. */
const LONGEST_REQUEST = 600;

/** The client that cinder.conf describes. Throws TypeError for credentials of `[service_user]` that lack something. */
export function glanceClientFrom(configuration: Configuration, logger: Logger): GlanceClient {
  const values = configuration.get(imageServiceOptions);
  const [serviceType = 'image', serviceName = 'glance', url = 'publicURL'] = values.glance_catalog_info.split(':');
  const transport = new HttpTransport({
    tls: {
      insecure: values.glance_api_insecure,
      cafile: values.glance_ca_certificates_file,
      certfile: values.glance_certfile,
      keyfile: values.glance_keyfile,
    },
    timeout: values.glance_request_timeout ?? LONGEST_REQUEST,
  });
  return new GlanceClient({
    servers: values.glance_api_servers ?? [],
    catalog: { serviceType, serviceName, interface: url },
    retries: values.glance_num_retries,
    transport,
    serviceToken: serviceToken(configuration, logger),
    logger,
  });
}

function serviceToken(configuration: Configuration, logger: Logger): OwnToken | undefined {
  if (!configuration.get(serviceUserOptions).send_service_user_token) return undefined;
  const auth = configuration.get(serviceUserClientOptions);
  const credentials = credentialsFrom(auth);
  if (credentials === undefined || auth.auth_url === undefined) return undefined;
  return new OwnToken({ authUrl: auth.auth_url, credentials, transport: new HttpTransport({ tls: auth }), logger });
}
