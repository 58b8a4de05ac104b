// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

/** `[notifications]` */
export const notificationOptions = declareOptions('notifications', {
  notification_format: option.choice(['both', 'versioned', 'unversioned'], {
    default: 'unversioned',
    help: 'Which of the two formats are sent.',
  }),
  notify_on_state_change: option.string({
    help: 'Whether a change of a server’s state is told: vm_state, or vm_and_task_state.',
  }),
  default_level: option.choice(['DEBUG', 'INFO', 'WARN', 'ERROR', 'CRITICAL'], {
    default: 'INFO',
    deprecated: [{ group: 'DEFAULT', name: 'default_notification_level' }],
    help: 'Level of notifications that have none of their own.',
  }),
  bdms_in_notifications: option.boolean({
    default: false,
    help: 'Whether versioned notifications of servers have their block devices.',
  }),
  versioned_notifications_topics: option.list({
    default: ['versioned_notifications'],
    help: 'Topics of versioned notifications.',
  }),
});

/** `[upgrade_levels]`: versions that messages are kept to while a fleet is upgraded. */
export const upgradeLevelOptions = declareOptions('upgrade_levels', {
  compute: option.string({ help: 'Of messages to compute hosts: a version, a release or auto.' }),
  conductor: option.string({ help: 'Of messages to the conductor.' }),
  scheduler: option.string({ help: 'Of messages to the scheduler.' }),
  baseapi: option.string({ help: 'Of messages that all services take.' }),
});

/** `[workarounds]` */
export const workaroundOptions = declareOptions('workarounds', {
  disable_group_policy_check_upcall: option.boolean({
    default: false,
    help: 'Whether compute hosts do not look again at the policy of a server’s group.',
  }),
  disable_compute_service_check_for_ffu: option.boolean({
    default: false,
    help: 'Whether the API starts though compute services are older than it supports.',
  }),
  handle_virt_lifecycle_events: option.boolean({
    default: true,
    help: 'Whether a host acts on what its hypervisor tells of guests.',
  }),
});
