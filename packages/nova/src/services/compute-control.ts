// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { FeatureNotSupported } from '../errors/base.js';

/** Injection token of who asks compute hosts: a `ComputeControl`. */
export const COMPUTE_CONTROL = Symbol('nova:compute-control');

/** What the API asks of compute hosts directly, over the bus of their cell. */
export interface ComputeControl {
  /** Writes to placement whether a host may get servers. */
  setHostEnabled(context: RequestContext, host: string, isEnabled: boolean): Promise<string>;
  /** Begins or ends a maintenance. @returns `on_maintenance` or `off_maintenance` */
  setHostMaintenance(context: RequestContext, host: string, isOn: boolean): Promise<string>;
  /** @param action - `startup`, `shutdown` or `reboot` */
  hostPowerAction(context: RequestContext, host: string, action: string): Promise<string>;
  /** The uptime as the host tells it. */
  getHostUptime(context: RequestContext, host: string): Promise<string>;
}

/** Where no compute host can be asked: what upstream answers for a driver that cannot do it. */
export const noComputeControl: ComputeControl = {
  setHostEnabled: () => Promise.reject(new FeatureNotSupported()),
  setHostMaintenance: () => Promise.reject(new FeatureNotSupported()),
  hostPowerAction: () => Promise.reject(new FeatureNotSupported()),
  getHostUptime: () => Promise.reject(new FeatureNotSupported()),
};
