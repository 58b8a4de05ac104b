// SPDX-License-Identifier: Apache-2.0
import { RpcClient, type RpcClientOptions, type Target, type Transport } from '@stackport/messaging';
import { COMPUTE_TASK_NAMESPACE, COMPUTE_TOPIC, CONDUCTOR_TOPIC, SCHEDULER_TOPIC } from './addressing.js';
import { ComputeRpc } from './compute-rpc.js';
import { ComputeTaskRpc } from './compute-task-rpc.js';
import { ConductorRpc } from './conductor-rpc.js';
import type { RpcTimeouts } from './rpc-timeouts.js';
import { SchedulerRpc } from './scheduler-rpc.js';

/** The newest versions to send, `[upgrade_levels]`; what is left out is not limited. */
export interface VersionCaps {
  readonly compute?: string | undefined;
  readonly conductor?: string | undefined;
  readonly scheduler?: string | undefined;
}

/** Who can be asked on a bus; each cell has its own, and so its own clients. */
export interface NovaClients {
  readonly compute: ComputeRpc;
  readonly conductor: ConductorRpc;
  readonly computeTask: ComputeTaskRpc;
  readonly scheduler: SchedulerRpc;
}

export interface ClientsInit {
  /** Of the exchange `nova`. */
  readonly transport: Transport;
  readonly timeouts: RpcTimeouts;
  readonly versionCaps?: VersionCaps;
}

/** Clients of nova's services. Nothing is sent, and the bus not connected to, before one of them is asked. */
export function createClients({ transport, timeouts, versionCaps = {} }: ClientsInit): NovaClients {
  const client = (target: Target, options: RpcClientOptions = {}): RpcClient =>
    new RpcClient(transport, target, options);
  const { compute, conductor, scheduler } = versionCaps;
  return {
    compute: new ComputeRpc(client({ topic: COMPUTE_TOPIC, version: '6.0' }, { versionCap: compute }), timeouts),
    conductor: new ConductorRpc(client({ topic: CONDUCTOR_TOPIC, version: '3.0' }, { versionCap: conductor })),
    computeTask: new ComputeTaskRpc(
      client({ topic: CONDUCTOR_TOPIC, namespace: COMPUTE_TASK_NAMESPACE, version: '1.0' }),
      timeouts,
    ),
    scheduler: new SchedulerRpc(
      client({ topic: SCHEDULER_TOPIC, version: '4.0' }, { versionCap: scheduler }),
      timeouts,
    ),
  };
}
