// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { MessageService } from './message-service.js';

/** Removes users' messages whose time is over, at start and every `message_reap_interval` seconds. */
export class MessageReaper {
  readonly #messages: MessageService;
  readonly #interval: number;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  /** @param interval - seconds; 0 for once, at start */
  constructor({ messages, interval, logger }: { messages: MessageService; interval: number; logger: Logger }) {
    this.#messages = messages;
    this.#interval = interval;
    this.#logger = logger;
  }

  /** Resolves when the first round is done. */
  async start(): Promise<void> {
    if (this.#interval > 0) {
      // The longest that a timer can wait.
      const milliseconds = Math.min(this.#interval * 1000, 2 ** 31 - 1);
      this.#timer = setInterval(() => void this.#reap(), milliseconds).unref();
    }
    await this.#reap();
  }

  /** Resolves when nothing goes on any more. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** A failure is logged: the next round tries again. */
  #reap(): Promise<void> {
    this.#running = this.#running.then(async () => {
      try {
        await this.#messages.deleteExpired();
      } catch (error) {
        this.#logger.error('Expired messages could not be removed', error);
      }
    });
    return this.#running;
  }
}
