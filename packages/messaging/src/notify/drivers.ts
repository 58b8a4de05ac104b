// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { maskDictPassword } from '@stackport/context';
import type { Message } from '../envelope.js';
import type { Transport } from '../transport.js';

/** In upper case, as they stand in notifications. */
export type Priority = 'AUDIT' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'CRITICAL' | 'SAMPLE';

/** What the `test` driver has been given, for tests to look at. */
export interface SentNotification {
  readonly context: Readonly<Record<string, unknown>>;
  readonly message: Message;
  readonly priority: Priority;
  readonly retry: number;
}

/** A way to send notifications. */
export interface NotificationDriver {
  notify(context: Record<string, unknown>, message: Message, priority: Priority, retry: number): Promise<void>;
}

interface DriverInit {
  readonly transport: Transport;
  readonly topics: readonly string[];
  readonly logger: Logger;
  /** The `test` driver's. */
  readonly sent: SentNotification[];
}

/** The driver of a name, or undefined where there is none. */
export function notificationDriver(name: string, init: DriverInit): NotificationDriver | undefined {
  switch (name) {
    case 'messagingv2':
      return messagingDriver(init, true);
    case 'messaging':
      return messagingDriver(init, false);
    case 'log':
      return logDriver(init);
    case 'noop':
      return { notify: async () => undefined };
    case 'test':
      return {
        notify: async (context, message, priority, retry) => void init.sent.push({ context, message, priority, retry }),
      };
    default:
      return undefined;
  }
}

/** @param envelope - message format 2.0, else 1.0 */
function messagingDriver({ transport, topics, logger }: DriverInit, envelope: boolean): NotificationDriver {
  return {
    notify: async (context, message, priority, retry) => {
      for (const topic of topics) {
        try {
          const target = { topic: `${topic}.${priority.toLowerCase()}` };
          await transport.notify(target, context, message, { envelope, retry });
        } catch (error) {
          // The payload is left out: it may be anybody's.
          logger.error(`Could not send notification to ${topic}. event_type=${String(message.event_type)}`, error);
        }
      }
    },
  };
}

function logDriver({ logger }: DriverInit): NotificationDriver {
  return {
    notify: async (_context, message, priority) => {
      const named = logger.named(`oslo.messaging.notification.${String(message.event_type)}`);
      const line = JSON.stringify(maskDictPassword(message));
      switch (priority) {
        case 'AUDIT':
          named.audit(line);
          break;
        case 'DEBUG':
          named.debug(line);
          break;
        case 'WARN':
          named.warning(line);
          break;
        case 'ERROR':
          named.error(line);
          break;
        case 'CRITICAL':
          named.critical(line);
          break;
        case 'INFO':
          named.info(line);
          break;
        case 'SAMPLE':
          // Python's loggers have no such level.
          logger.warning('Unable to log message as notify cannot find a logger with the priority specified sample');
      }
    },
  };
}
