// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import {
  consoleauthOptions,
  mksOptions,
  rdpOptions,
  serialConsoleOptions,
  spiceOptions,
  vncOptions,
} from '../options/index.js';
import type { ConsoleSettings } from './manager/consoles.js';

/** Which consoles an operator has, and where their proxies are. */
export function consoleSettings(configuration: Configuration): ConsoleSettings {
  const vnc = configuration.get(vncOptions);
  const spice = configuration.get(spiceOptions);
  const rdp = configuration.get(rdpOptions);
  const mks = configuration.get(mksOptions);
  const serial = configuration.get(serialConsoleOptions);
  return {
    proxies: {
      vnc: { isEnabled: vnc.enabled, baseUrl: vnc.novncproxy_base_url },
      spice: { isEnabled: spice.enabled, baseUrl: spice.html5proxy_base_url },
      rdp: { isEnabled: rdp.enabled, baseUrl: rdp.html5_proxy_base_url },
      mks: { isEnabled: mks.enabled, baseUrl: mks.mksproxy_base_url },
      serial: { isEnabled: serial.enabled, baseUrl: serial.base_url },
    },
    tokenTtl: configuration.get(consoleauthOptions).token_ttl,
  };
}
