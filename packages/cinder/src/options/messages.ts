// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

/** Messages to users about what failed. */
export const messageOptions = declareOptions('DEFAULT', {
  message_ttl: option.integer({ default: 2_592_000, help: 'Seconds that a message is kept at least.' }),
  message_reap_interval: option.integer({ default: 86_400, help: 'Seconds between two removals of old messages.' }),
});

/** `[key_manager]`: keys of encrypted volumes. */
export const keyManagerOptions = declareOptions('key_manager', {
  backend: option.string({
    default: 'barbican',
    required: true,
    deprecated: [{ name: 'api_class' }],
    help: 'Where keys are kept. Here: cinder.keymgr.conf_key_mgr.ConfKeyManager, the fixed key.',
  }),
  fixed_key: option.string({ secret: true, help: 'The one key of all volumes, in hexadecimal.' }),
});

/** `[coordination]`: how nodes of a cluster agree. */
export const coordinationOptions = declareOptions('coordination', {
  backend_url: option.string({
    default: 'file://$state_path',
    help: 'Where locks are kept that processes share: a folder, as a file URL.',
  }),
});
