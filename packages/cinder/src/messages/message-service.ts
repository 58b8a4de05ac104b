// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { toSeconds } from '@stackport/database';
import type { Enforcer } from '@stackport/policy';
import { MessageNotFound } from '../errors/services.js';
import type { Prisma } from '../generated/mysql/client.js';
import { cutPage, sortOrder, type Page } from '../paging/page.js';
import {
  detailIdOf,
  messageActions,
  type MessageAction,
  type MessageDetail,
  type MessageResource,
} from './message-fields.js';
import type { MessageRepository, MessageRow } from './message-repository.js';

export interface MessageServiceDependencies {
  readonly messages: MessageRepository;
  readonly enforcer: Enforcer;
  /** `message_ttl`: seconds that a message is kept. */
  readonly ttl: number;
  readonly logger: Logger;
}

/** What happened, to be kept for the user. */
export interface NewMessage {
  readonly action: MessageAction;
  /** `VOLUME` by default. */
  readonly resourceType?: MessageResource;
  readonly resourceId?: string | null;
  /** Tells the detail by its class; its text is not shown to users. */
  readonly error?: unknown;
  readonly detail?: MessageDetail;
  /** `ERROR` by default. */
  readonly level?: 'INFO' | 'WARNING' | 'ERROR';
}

const SORT_COLUMNS = {
  id: 'id',
  project_id: 'projectId',
  event_id: 'eventId',
  detail_id: 'detailId',
  action_id: 'actionId',
  message_level: 'messageLevel',
  request_id: 'requestId',
  resource_type: 'resourceType',
  resource_uuid: 'resourceUuid',
  expires_at: 'expiresAt',
  created_at: 'createdAt',
  updated_at: 'updatedAt',
} as const;

/** Tells users how what they asked for ended: upstream's cinder/message/api.py. */
export class MessageService {
  readonly #dependencies: MessageServiceDependencies;

  constructor(dependencies: MessageServiceDependencies) {
    this.#dependencies = dependencies;
  }

  /** Keeps a message for the project. A failure is logged and nothing else: what it tells of matters more. */
  async create(context: RequestContext, message: NewMessage): Promise<void> {
    const { messages, logger, ttl } = this.#dependencies;
    const resourceType = message.resourceType ?? 'VOLUME';
    const actionId = messageActions[message.action].id;
    const detailId = detailIdOf(message.error, message.detail);
    logger.info(`Creating message record for request_id = ${context.requestId}`);
    try {
      await messages.create({
        projectId: context.projectId ?? '',
        requestId: context.requestId,
        resourceType,
        resourceUuid: message.resourceId ?? null,
        actionId,
        detailId,
        eventId: `VOLUME_${resourceType}_${actionId}_${detailId}`,
        messageLevel: message.level ?? 'ERROR',
        expiresAt: toSeconds(new Date(Date.now() + ttl * 1000)),
      });
    } catch (error) {
      logger.error(`Failed to create message record for request_id ${context.requestId}`, error);
    }
  }

  /** Throws MessageNotFound, PolicyNotAuthorized. */
  async get(context: RequestContext, id: string): Promise<MessageRow> {
    return this.#load(context, id, 'message:get');
  }

  /** The caller's, or everybody's for an administrator. Throws InvalidInput for a bad order, MessageNotFound. */
  async list(context: RequestContext, filters: Prisma.MessageWhereInput, page: Page): Promise<MessageRow[]> {
    const projectId = context.isAdmin ? undefined : (context.projectId ?? '');
    const rows = await this.#dependencies.messages.list(filters, projectId, sortOrder(page, SORT_COLUMNS));
    return cutPage(rows, page, (marker) => new MessageNotFound(marker));
  }

  /** Throws MessageNotFound, PolicyNotAuthorized. */
  async delete(context: RequestContext, id: string): Promise<void> {
    const row = await this.#load(context, id, 'message:delete');
    await this.#dependencies.messages.delete(row.id);
  }

  /** Removes messages whose time is over; every `message_reap_interval` seconds. @returns how many */
  async deleteExpired(): Promise<number> {
    const count = await this.#dependencies.messages.deleteExpired(new Date());
    this.#dependencies.logger.info(`Deleted ${count} expired messages.`);
    return count;
  }

  async #load(context: RequestContext, id: string, rule: string): Promise<MessageRow> {
    const { messages, enforcer } = this.#dependencies;
    const row = await messages.find(id, context.isAdmin ? undefined : (context.projectId ?? ''));
    if (row === null) throw new MessageNotFound(id);
    await enforcer.authorizeAsync(rule, { project_id: row.projectId, user_id: context.userId }, context);
    return row;
  }
}
