// SPDX-License-Identifier: Apache-2.0
import { QmpError, type QmpClient } from './qmp-client.js';

export interface BlockJob {
  readonly command: 'blockdev-backup' | 'blockdev-mirror';
  /** With the job's id. */
  readonly args: Readonly<Record<string, unknown>> & { readonly 'job-id': string };
  /** Whether it goes on copying what is written until it is told to end: a mirror. */
  readonly completesWhenReady: boolean;
}

/** Runs a job of QEMU's block layer to its end. Rejects with `QmpError` where it fails, or QEMU ends meanwhile. */
export async function runJob(qmp: QmpClient, { command, args, completesWhenReady }: BlockJob): Promise<void> {
  const id = args['job-id'];
  const stopListening = qmp.onEvent(({ event, data }) => {
    if (completesWhenReady && event === 'BLOCK_JOB_READY' && data.device === id)
      void qmp.execute('job-complete', { id }).catch(() => undefined);
  });
  try {
    const end = await qmp.eventAfter(
      ({ event, data }) => (event === 'BLOCK_JOB_COMPLETED' || event === 'BLOCK_JOB_CANCELLED') && data.device === id,
      () => qmp.execute(command, args),
    );
    if (end === undefined) throw new QmpError('Closed', 'QEMU has closed its monitor');
    if (typeof end.data.error === 'string') throw new QmpError('GenericError', end.data.error);
    if (end.event === 'BLOCK_JOB_CANCELLED') throw new QmpError('GenericError', 'The job was cancelled');
  } finally {
    stopListening();
  }
}
