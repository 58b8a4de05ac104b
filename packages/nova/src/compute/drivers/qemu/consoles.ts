// SPDX-License-Identifier: Apache-2.0
import type { ConsoleEndpoint, ConsoleKind } from '../compute-driver.js';
import { ConsoleTypeUnavailable, NotImplementedError } from '../errors.js';
import type { Machine } from './machine.js';
import type { QemuSettings } from './qemu-settings.js';

interface VncServer {
  readonly enabled: boolean;
  readonly service?: string;
}

/** Where a guest's screen is reached. Throws `ConsoleTypeUnavailable` for what this host does not offer. */
export async function guestConsole(
  machine: Machine,
  kind: ConsoleKind,
  vnc: QemuSettings['vnc'],
): Promise<ConsoleEndpoint> {
  if (kind === 'rdp-html5' || kind === 'webmks') throw new NotImplementedError();
  if (kind !== 'novnc' || vnc === undefined) throw new ConsoleTypeUnavailable(kind);
  const { enabled, service } = (await machine.qmp.execute('query-vnc')) as VncServer;
  if (!enabled || service === undefined) throw new ConsoleTypeUnavailable(kind);
  return { host: vnc.proxyClientAddress, port: Number(service) };
}
