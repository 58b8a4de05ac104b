// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { type ClientSession, EndpointNotFound, sessionFromOptions } from '@stackport/keystone';
import type { ServerVolumes } from '../attachments/ports.js';
import { ServiceUnavailable } from '../errors/base.js';
import { novaClientOptions, serviceUserClientOptions, serviceUserOptions } from '../options/index.js';

/** The first microversion that shows the id of an attachment. */
const WITH_ATTACHMENT_ID = '2.89';

/** The Compute service as Block Storage asks it (cinder 21, compute/nova.py). */
export class NovaClient implements ServerVolumes {
  readonly #session: Pick<ClientSession, 'request'>;
  readonly #logger: Logger;

  constructor(session: Pick<ClientSession, 'request'>, logger: Logger) {
    this.#session = session;
    this.#logger = logger;
  }

  /** That of `[nova]`. @throws TypeError for credentials that lack something */
  static fromConfiguration(configuration: Configuration, logger: Logger): NovaClient {
    const sendsServiceToken = configuration.get(serviceUserOptions).send_service_user_token;
    const session = sessionFromOptions(
      configuration,
      novaClientOptions,
      {
        serviceType: 'compute',
        userAgent: 'cinder',
        ...(sendsServiceToken ? { serviceUser: serviceUserClientOptions } : {}),
      },
      logger,
    );
    return new NovaClient(session, logger);
  }

  /** Asks with the caller's token. Where the catalog has no Compute service, no server has any volume. */
  async attachmentIdOf(context: RequestContext, serverId: string, volumeId: string): Promise<string | undefined> {
    try {
      const answer = await this.#session.request({
        path: `/servers/${encodeURIComponent(serverId)}/os-volume_attachments/${encodeURIComponent(volumeId)}`,
        headers: { 'openstack-api-version': `compute ${WITH_ATTACHMENT_ID}` },
        onBehalfOf: context,
      });
      if (answer.status !== 200) {
        await answer.drop();
        if (answer.status === 404) return undefined;
        throw new ServiceUnavailable(`The Compute service answered ${answer.status}`);
      }
      const { volumeAttachment } = (await answer.json()) as { volumeAttachment?: { attachment_id?: unknown } };
      const id = volumeAttachment?.attachment_id;
      return typeof id === 'string' ? id : undefined;
    } catch (error) {
      if (!(error instanceof EndpointNotFound)) throw error;
      this.#logger.warning(`${error.message}: nobody can tell whether server ${serverId} has volume ${volumeId}`);
      return undefined;
    }
  }
}
