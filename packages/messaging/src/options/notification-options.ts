// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

/** oslo.messaging 14.0.3: notify/notifier.py. */
export const notificationOptions = declareOptions('oslo_messaging_notifications', {
  driver: option.multiString({
    default: [],
    deprecated: [{ group: 'DEFAULT', name: 'notification_driver' }],
    help: 'How notifications are sent: messagingv2, messaging, log, noop, test. None by default.',
  }),
  transport_url: option.string({
    secret: true,
    deprecated: [{ group: 'DEFAULT', name: 'notification_transport_url' }],
    help: 'The broker of notifications, where it is another than that of RPC.',
  }),
  topics: option.list({
    default: ['notifications'],
    deprecated: [
      { group: 'rpc_notifier2', name: 'topics' },
      { group: 'DEFAULT', name: 'notification_topics' },
    ],
    help: 'Topics that notifications are published under.',
  }),
  retry: option.integer({
    default: -1,
    help: 'How often to try again when the broker cannot be reached: 0 never, -1 without end.',
  }),
});
