// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { InvalidSnapshotTransition } from '../errors/snapshots.js';
import type { SnapshotRepository } from './snapshot-repository.js';

export interface SnapshotProgressDependencies {
  readonly snapshots: SnapshotRepository;
  readonly enforcer: Enforcer;
  readonly logger: Logger;
}

/** What the state of a snapshot that is under way may become, by what it is. */
const TRANSITIONS: Readonly<Record<string, readonly string[]>> = {
  creating: ['creating', 'available', 'error'],
  deleting: ['deleting', 'error_deleting'],
};

/** How far a snapshot is, as the one says who makes it: the Compute service does, of volumes that are files. */
export class SnapshotProgress {
  readonly #dependencies: SnapshotProgressDependencies;

  constructor(dependencies: SnapshotProgressDependencies) {
    this.#dependencies = dependencies;
  }

  /** Throws `SnapshotNotFound`, `PolicyNotAuthorized`, `InvalidSnapshotTransition`. @param progress - `90%` */
  async report(
    context: RequestContext,
    id: string,
    { status, progress }: { readonly status: string; readonly progress?: string | undefined },
  ): Promise<void> {
    const { snapshots, enforcer, logger } = this.#dependencies;
    const snapshot = await snapshots.get(context, id);
    const target = { project_id: snapshot.projectId, user_id: snapshot.userId };
    enforcer.authorize('snapshot_extension:snapshot_actions:update_snapshot_status', target, context);
    const current = snapshot.status ?? '';
    checkTransition(current, status);
    const changed = await snapshots.changeWhere({ id, status: current }, { status, ...(progress ? { progress } : {}) });
    // It went on meanwhile: what was said is of the state before.
    if (changed === 0) checkTransition((await snapshots.get(context, id)).status ?? '', status);
    logger.info(`Snapshot ${id} is ${status}${progress ? `, ${progress}` : ''}`);
  }
}

function checkTransition(current: string, wanted: string): void {
  const allowed = Object.hasOwn(TRANSITIONS, current) ? TRANSITIONS[current] : undefined;
  if (allowed === undefined)
    throw new InvalidSnapshotTransition(`Snapshot status ${current} not allowed for update_snapshot_status`);
  if (!allowed.includes(wanted))
    throw new InvalidSnapshotTransition(
      `Provided snapshot status ${wanted} not allowed for snapshot with status ${current}.`,
    );
}
