// SPDX-License-Identifier: Apache-2.0

/** How long calls may take, in seconds. */
export interface RpcTimeouts {
  /** `rpc_response_timeout`: of a call, and within which the server of a long one has to show that it is at work. */
  readonly responseTimeout: number;
  /** `long_rpc_timeout`: of calls that may take long as long as the server shows that it is at work. */
  readonly longTimeout: number;
}

/** Where calls may take longer than this anyway, their server has to show that it is at work (nova 26, rpc.py). */
export const HEARTBEAT_THRESHOLD = 60;

/** Overrides of a client for calls that may take long. */
export function longCall({ responseTimeout, longTimeout }: RpcTimeouts): {
  readonly timeout: number;
  readonly callMonitorTimeout: number;
} {
  return { timeout: longTimeout, callMonitorTimeout: responseTimeout };
}
