// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Declarations, Logger, OptionGroup, Values } from '@stackport/config';
import { type ClientOptions, type authOptions, declareAuthOptions } from './auth-options.js';
import { ClientSession } from './client-session.js';
import { credentialsFrom } from './credentials.js';
import { HttpTransport } from './http-transport.js';
import { OwnToken } from './own-token.js';

export interface SessionDefaults {
  /** Where the section does not say: `volumev3`. */
  readonly serviceType: string;
  readonly serviceName?: string | undefined;
  readonly interfaces?: readonly string[] | undefined;
  readonly region?: string | undefined;
  /** How often a connection that failed is tried again. */
  readonly connectRetries?: number | undefined;
  /** Seconds until an answer begins; 30 where nothing says otherwise. */
  readonly timeout?: number | undefined;
  /** Section with the user whose token goes along on users' behalf: the options of `[service_user]`. */
  readonly serviceUser?: OptionGroup<ClientOptions> | undefined;
  /** Says who asks: `nova-api`. */
  readonly userAgent?: string | undefined;
}

/**
 * A session for the service that a section describes: its credentials (if any) for requests in our own name, its TLS
 * and time limits, and the endpoint to choose from a catalog.
 * @param section - declared with `declareClientOptions`.
 * @throws TypeError for credentials that lack something.
 */
export function sessionFromOptions(
  configuration: Configuration,
  section: OptionGroup<ClientOptions>,
  defaults: SessionDefaults,
  logger: Logger,
): ClientSession {
  const values = registered(configuration, section);
  const transport = transportFor(values, defaults);
  const { serviceUser } = defaults;
  const service = serviceUser === undefined ? undefined : registered(configuration, serviceUser);
  return new ClientSession({
    transport,
    endpoint: {
      serviceType: values.service_type ?? defaults.serviceType,
      serviceName: values.service_name ?? defaults.serviceName,
      interfaces:
        values.valid_interfaces ?? (values.interface === undefined ? defaults.interfaces : [values.interface]),
      region: values.region_name ?? defaults.region,
    },
    endpointOverride: values.endpoint_override,
    ownToken: ownTokenFor(values, configuration, transport, logger),
    serviceToken: service && ownTokenFor(service, configuration, transportFor(service), logger),
    userAgent: defaults.userAgent,
    logger,
  });
}

function ownTokenFor(
  values: Values<typeof authOptions>,
  configuration: Configuration,
  transport: HttpTransport,
  logger: Logger,
): OwnToken | undefined {
  const auth =
    values.auth_section === undefined ? values : registered(configuration, declareAuthOptions(values.auth_section));
  const credentials = credentialsFrom(auth);
  if (credentials === undefined || auth.auth_url === undefined) return undefined;
  return new OwnToken({ authUrl: auth.auth_url, credentials, transport, logger });
}

function transportFor(
  values: Values<ClientOptions>,
  defaults: Pick<SessionDefaults, 'connectRetries' | 'timeout'> = {},
): HttpTransport {
  return new HttpTransport({
    tls: values,
    timeout: values.timeout ?? defaults.timeout,
    connectRetries: values.connect_retries ?? defaults.connectRetries,
    statusRetries: values.status_code_retries,
    retryDelay: values.connect_retry_delay ?? values.status_code_retry_delay,
  });
}

function registered<T extends Declarations>(configuration: Configuration, group: OptionGroup<T>): Values<T> {
  configuration.register(group);
  return configuration.get(group);
}
