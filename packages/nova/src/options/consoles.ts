// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

/** `[vnc]`: what the API tells of consoles. */
export const vncOptions = declareOptions('vnc', {
  enabled: option.boolean({
    default: true,
    deprecated: [{ group: 'DEFAULT', name: 'vnc_enabled' }],
    help: 'Whether guests have a VNC console.',
  }),
  novncproxy_base_url: option.uri({
    default: 'http://127.0.0.1:6080/vnc_auto.html',
    help: 'URL of the console proxy as clients know it.',
  }),
  server_listen: option.host({ default: '127.0.0.1', help: 'Address on which a guest’s console listens.' }),
  server_proxyclient_address: option.host({
    default: '127.0.0.1',
    help: 'Address at which the proxy reaches a guest’s console.',
  }),
});

/** `[spice]` */
export const spiceOptions = declareOptions('spice', {
  enabled: option.boolean({ default: false, help: 'Whether guests have a SPICE console.' }),
  html5proxy_base_url: option.uri({
    default: 'http://127.0.0.1:6082/spice_auto.html',
    help: 'URL of the console proxy as clients know it.',
  }),
});

/** `[serial_console]` */
export const serialConsoleOptions = declareOptions('serial_console', {
  enabled: option.boolean({ default: false, help: 'Whether guests have a serial console.' }),
  base_url: option.uri({ default: 'ws://127.0.0.1:6083/', help: 'URL of the console proxy as clients know it.' }),
  proxyclient_address: option.string({
    default: '127.0.0.1',
    help: 'Address at which the proxy reaches a guest’s console.',
  }),
});

/** `[rdp]` */
export const rdpOptions = declareOptions('rdp', {
  enabled: option.boolean({ default: false, help: 'Whether guests have an RDP console.' }),
  html5_proxy_base_url: option.uri({
    default: 'http://127.0.0.1:6083/',
    help: 'URL of the console proxy as clients know it.',
  }),
});

/** `[mks]` */
export const mksOptions = declareOptions('mks', {
  enabled: option.boolean({ default: false, help: 'Whether guests have an MKS console.' }),
  mksproxy_base_url: option.uri({
    default: 'http://127.0.0.1:6090/',
    help: 'URL of the console proxy as clients know it.',
  }),
});

/** `[consoleauth]` */
export const consoleauthOptions = declareOptions('consoleauth', {
  token_ttl: option.integer({
    default: 600,
    min: 0,
    deprecated: [{ group: 'DEFAULT', name: 'console_token_ttl' }],
    help: 'Seconds that the token of a console is good for.',
  }),
});
