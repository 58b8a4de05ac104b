// SPDX-License-Identifier: Apache-2.0

/** The identity service cannot be asked: not reachable, failing, or refusing this service's own credentials. */
export class KeystoneUnavailable extends Error {
  override readonly name: string = 'KeystoneUnavailable';
}

/** Keystone refused the credentials that this service is configured with. */
export class AuthenticationRefused extends KeystoneUnavailable {
  override readonly name = 'AuthenticationRefused';
}

/** No catalog entry fits, and no endpoint is configured: keystoneauth's EndpointNotFound. */
export class EndpointNotFound extends Error {
  override readonly name = 'EndpointNotFound';
}

/** Another service could not be reached, or did not answer in time. */
export class ServiceUnreachable extends Error {
  override readonly name = 'ServiceUnreachable';
  readonly url: string;

  constructor(url: string, cause: unknown) {
    super(`Unable to establish connection to ${url}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
    this.url = url;
  }
}

/** None of a service's servers gave an answer, however often they were asked. */
export class ServersFailed extends Error {
  override readonly name = 'ServersFailed';
  /** The last one that was asked; empty where a catalog chose it. */
  readonly server: string;

  constructor(server: string, reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.server = server;
  }
}
