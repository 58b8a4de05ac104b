// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { AbandonedWork, type CleanupRequest } from './manager/abandoned-work.js';
import { Attachments } from './manager/attachments.js';
import { BackendReports } from './manager/backend-reports.js';
import { ChangeVolume } from './manager/change-volume.js';
import { CreateVolume } from './manager/create-volume.js';
import { DeleteVolume } from './manager/delete-volume.js';
import { Groups } from './manager/groups.js';
import { ManageExisting } from './manager/manage-existing.js';
import { MigrationCompletion } from './manager/migration-completion.js';
import { Migration } from './manager/migration.js';
import { Retype } from './manager/retype.js';
import { Snapshots } from './manager/snapshots.js';
import { StartBackend } from './manager/start-backend.js';
import { VolumeBackend, type VolumeBackendInit } from './manager/volume-backend.js';

/** All that is done on one back end: upstream's cinder/volume/manager.py, by kinds of work. */
export class VolumeManager {
  readonly backend: VolumeBackend;
  readonly create: CreateVolume;
  readonly delete: DeleteVolume;
  readonly snapshots: Snapshots;
  readonly attachments: Attachments;
  readonly change: ChangeVolume;
  readonly manage: ManageExisting;
  readonly migration: Migration;
  readonly completion: MigrationCompletion;
  readonly retype: Retype;
  readonly groups: Groups;
  readonly reports: BackendReports;
  readonly #start: StartBackend;
  readonly #abandoned: AbandonedWork;

  constructor(init: VolumeBackendInit) {
    this.backend = new VolumeBackend(init);
    this.snapshots = new Snapshots(this.backend);
    this.create = new CreateVolume(this.backend);
    this.delete = new DeleteVolume(this.backend, this.snapshots);
    this.attachments = new Attachments(this.backend);
    this.change = new ChangeVolume(this.backend);
    this.manage = new ManageExisting(this.backend);
    this.completion = new MigrationCompletion(this.backend, this.attachments);
    this.migration = new Migration(this.backend, this.completion);
    this.retype = new Retype(this.backend, this.migration);
    this.groups = new Groups(this.backend, { create: this.create, delete: this.delete, snapshots: this.snapshots });
    this.reports = new BackendReports(this.backend);
    this.#start = new StartBackend(this.backend);
    this.#abandoned = new AbandonedWork(this.backend, { delete: this.delete, snapshots: this.snapshots });
  }

  /**
   * Sets the back end up and ends what an earlier process left.
   * Its row in `services` is known by then.
   * @returns whether it can work; the service is shown down otherwise
   */
  async initHost(context: RequestContext): Promise<boolean> {
    const before = new Date();
    if (!(await this.#start.initialise())) return false;
    await this.#abandoned.settle(context, { until: before });
    await this.backend.publish(context);
    return true;
  }

  /**
   * Ends what was claimed and given up: on a timer, and on an operator's word. Nothing is done before the driver works.
   * @param request - what of it; all of this service's own by default
   */
  async doCleanup(context: RequestContext, request: CleanupRequest = {}): Promise<void> {
    if (this.backend.isInitialized) await this.#abandoned.settle(context, request);
  }

  async close(): Promise<void> {
    await this.backend.init.driver?.close();
  }
}
