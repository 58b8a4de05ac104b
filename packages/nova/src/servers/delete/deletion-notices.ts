// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { InstanceValues } from '../../instances/instance.js';
import { instanceUsage } from '../../notifications/instance-usage.js';
import type { Notifications } from '../../notifications/notifications.js';

/** Tells of servers that are deleted without their hosts. */
export class DeletionNotices {
  readonly #notifications: Notifications;

  constructor(notifications: Notifications) {
    this.#notifications = notifications;
  }

  /** Before and after the work; not after it where it fails. */
  async around(context: RequestContext, instance: InstanceValues, work: () => Promise<unknown>): Promise<void> {
    await this.#tell(context, instance, 'delete.start');
    await work();
    await this.#tell(context, instance, 'delete.end');
  }

  #tell(context: RequestContext, instance: InstanceValues, event: string): Promise<void> {
    return this.#notifications.info(context, 'api', `compute.instance.${event}`, instanceUsage(instance));
  }
}
