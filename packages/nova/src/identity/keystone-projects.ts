// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { authtokenOptions, HttpTransport, identityV3Url, keystoneAccess } from '@stackport/keystone';
import { InvalidProject } from '../errors/api.js';
import { keystoneClientOptions } from '../options/index.js';

/** Whether a project is one: what the areas need of the identity service. */
export interface ProjectCheck {
  /** Throws InvalidProject for one that the identity service is sure not to have. */
  verify(context: RequestContext, projectId: string): Promise<void>;
}

export interface KeystoneProjectsInit {
  /** Of the identity service; undefined where none is configured. */
  readonly url: string | undefined;
  readonly transport: Pick<HttpTransport, 'send'>;
  readonly logger: Logger;
}

/**
 * Asks the identity service about projects, with the caller's token (nova 26, api/openstack/identity.py). One that does not
 * answer, or whose answer the caller may not have, is no reason to refuse a project.
 */
export class KeystoneProjects implements ProjectCheck {
  readonly #init: KeystoneProjectsInit;

  constructor(init: KeystoneProjectsInit) {
    this.#init = init;
  }

  /** That of `[keystone]`, or else of `[keystone_authtoken]`. */
  static fromConfiguration(configuration: Configuration, logger: Logger): KeystoneProjects {
    const own = configuration.get(keystoneClientOptions);
    const values = configuration.get(authtokenOptions);
    const transport = new HttpTransport({ tls: values, timeout: values.http_connect_timeout });
    const url = own.endpoint_override ?? keystoneAccess(values, configuration)?.authUrl;
    return new KeystoneProjects({ url, transport, logger });
  }

  async verify(context: RequestContext, projectId: string): Promise<void> {
    const { url, logger } = this.#init;
    const status = url === undefined ? undefined : await this.#ask(url, context, projectId);
    if (status === undefined) logger.info('Unable to contact keystone to verify project_id');
    else if (status === 404) throw new InvalidProject(projectId);
    else if (status === 403)
      logger.info(
        `Insufficient permissions for user ${context.userId ?? ''} to verify existence of project_id ${projectId}`,
      );
    else if (status >= 300)
      logger.warning(`Unexpected response from keystone trying to verify project_id ${projectId} - resp: ${status}`);
  }

  /** Status of the answer; undefined where there is none. */
  async #ask(url: string, context: RequestContext, projectId: string): Promise<number | undefined> {
    try {
      const { statusCode, body } = await this.#init.transport.send({
        method: 'GET',
        url: `${identityV3Url(url)}/projects/${encodeURIComponent(projectId)}`,
        headers: {
          accept: 'application/json',
          'x-openstack-request-id': context.globalId,
          ...(context.authToken === undefined ? {} : { 'x-auth-token': context.authToken }),
        },
      });
      await body.dump();
      return statusCode;
    } catch (error) {
      this.#init.logger.debug(`Keystone could not be asked: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }
}
