// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import {
  authtokenOptions,
  EndpointNotFound,
  HttpTransport,
  identityV3Url,
  keystoneAccess,
  ServiceCatalog,
} from '@stackport/keystone';
import { NotAuthorized, ServiceUnavailable } from '../errors/base.js';

export interface KeystoneProjectsInit {
  /** Of the identity service; the one in the caller's catalog where none is configured. */
  readonly url: string | undefined;
  readonly transport: Pick<HttpTransport, 'send'>;
  readonly logger: Logger;
}

/** Asks the identity service about projects, with the caller's token (cinder 21, api/api_utils.py, get_project). */
export class KeystoneProjects {
  readonly #init: KeystoneProjectsInit;

  constructor(init: KeystoneProjectsInit) {
    this.#init = init;
  }

  /** That of `[keystone_authtoken]`. */
  static fromConfiguration(configuration: Configuration, logger: Logger): KeystoneProjects {
    const values = configuration.get(authtokenOptions);
    const transport = new HttpTransport({ tls: values, timeout: values.http_connect_timeout });
    return new KeystoneProjects({ url: keystoneAccess(values, configuration)?.authUrl, transport, logger });
  }

  /**
   * Whether there is such a project. Rejects with NotAuthorized where the caller may not know, and with
   * ServiceUnavailable, EndpointNotFound or ServiceUnreachable where the identity service does not tell.
   */
  async exists(context: RequestContext, projectId: string): Promise<boolean> {
    const url = `${identityV3Url(this.#urlFor(context))}/projects/${encodeURIComponent(projectId)}`;
    this.#init.logger.debug(`REQ: GET ${url}`);
    const { statusCode, body } = await this.#init.transport.send({
      method: 'GET',
      url,
      headers: {
        accept: 'application/json',
        'x-openstack-request-id': context.globalId,
        ...(context.authToken === undefined ? {} : { 'x-auth-token': context.authToken }),
      },
    });
    await body.dump();
    if (statusCode === 404) return false;
    if (statusCode === 200) return true;
    if (statusCode === 401 || statusCode === 403)
      throw new NotAuthorized('You are not authorized to perform this operation.');
    throw new ServiceUnavailable(`The identity service answered ${statusCode}`);
  }

  #urlFor(context: RequestContext): string {
    const { url } = this.#init;
    const found = url ?? new ServiceCatalog(context.serviceCatalog).findUrl({ serviceType: 'identity' });
    if (found === undefined) throw new EndpointNotFound('There is no endpoint for identity');
    return found;
  }
}
