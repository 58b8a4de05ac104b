// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { type ClientSession, credentialsFrom, EndpointNotFound, sessionFromOptions } from '@stackport/keystone';
import type { ServerVolumes } from '../attachments/ports.js';
import { ServiceUnavailable } from '../errors/base.js';
import { HintNotSupported } from '../errors/scheduler.js';
import { novaClientOptions, serviceUserClientOptions, serviceUserOptions } from '../options/index.js';
import type { Servers } from '../volume/ports.js';

/** The first microversion that shows the id of an attachment. */
const WITH_ATTACHMENT_ID = '2.89';
/** The first ones with these events. */
const WITH_VOLUME_EXTENDED = '2.51';
const WITH_VOLUME_REIMAGED = '2.93';

/** The Compute service as Block Storage asks it (cinder 21, compute/nova.py). */
export class NovaClient implements ServerVolumes, Servers {
  readonly #session: Pick<ClientSession, 'request'>;
  readonly #isPrivileged: boolean;
  readonly #logger: Logger;

  /** @param isPrivileged - whether the session has credentials of its own, for what users may not do */
  constructor(session: Pick<ClientSession, 'request'>, isPrivileged: boolean, logger: Logger) {
    this.#session = session;
    this.#isPrivileged = isPrivileged;
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
    const values = configuration.get(novaClientOptions);
    const isPrivileged = values.auth_section !== undefined || credentialsFrom(values) !== undefined;
    return new NovaClient(session, isPrivileged, logger);
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

  /**
   * The host that a server is on, null where it is on none yet; administrators alone are told by nova.
   * @throws HintNotSupported where nova does not tell
   */
  async hostOf(context: RequestContext | undefined, serverId: string): Promise<string | null> {
    const answer = await this.#session.request({
      path: `/servers/${encodeURIComponent(serverId)}`,
      ...(context === undefined ? {} : this.#caller(context)),
    });
    if (answer.status !== 200) {
      await answer.drop();
      throw new ServiceUnavailable(`The Compute service answered ${answer.status}`);
    }
    const { server } = (await answer.json()) as { server?: Readonly<Record<string, unknown>> };
    const host = server?.['OS-EXT-SRV-ATTR:host'];
    if (host === undefined) throw new HintNotSupported('local_to_instance');
    return typeof host === 'string' ? host : null;
  }

  async replaceVolume(context: RequestContext, serverId: string, volumeId: string, newVolumeId: string): Promise<void> {
    const answer = await this.#session.request({
      method: 'PUT',
      path: `/servers/${encodeURIComponent(serverId)}/os-volume_attachments/${encodeURIComponent(volumeId)}`,
      json: { volumeAttachment: { volumeId: newVolumeId } },
      ...this.#caller(context),
    });
    await answer.drop();
    if (answer.status >= 300) throw new ServiceUnavailable(`The Compute service answered ${answer.status}`);
  }

  volumeExtended(context: RequestContext, serverIds: readonly string[], volumeId: string): Promise<boolean> {
    return this.#tell(context, 'volume-extended', WITH_VOLUME_EXTENDED, serverIds, volumeId);
  }

  volumeReimaged(context: RequestContext, serverIds: readonly string[], volumeId: string): Promise<boolean> {
    return this.#tell(context, 'volume-reimaged', WITH_VOLUME_REIMAGED, serverIds, volumeId);
  }

  /** External events. What goes wrong is logged: the volume is what it is. */
  async #tell(
    context: RequestContext,
    name: string,
    microversion: string,
    serverIds: readonly string[],
    volumeId: string,
  ): Promise<boolean> {
    const events = serverIds.map((serverId) => ({ name, server_uuid: serverId, tag: volumeId }));
    try {
      const answer = await this.#session.request({
        method: 'POST',
        path: '/os-server-external-events',
        headers: { 'openstack-api-version': `compute ${microversion}` },
        json: { events },
        ...this.#caller(context),
      });
      const text = await answer.text();
      const heard = answer.status < 300 ? (JSON.parse(text) as { events?: unknown }).events : undefined;
      if (!Array.isArray(heard)) {
        this.#logger.error(`The Compute service answered ${answer.status} to events ${JSON.stringify(events)}`);
        return false;
      }
      // 404 and its like are of single servers, which may be gone.
      return heard.every((event: unknown) => (event as { code?: unknown } | null)?.code !== undefined);
    } catch (error) {
      this.#logger.error(`Failed to notify the Compute service of events ${JSON.stringify(events)}`, error);
      return false;
    }
  }

  /** In the service's own name where it has one. */
  #caller(context: RequestContext): { readonly onBehalfOf?: RequestContext } {
    return this.#isPrivileged ? {} : { onBehalfOf: context };
  }
}
