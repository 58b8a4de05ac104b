// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { Attachments } from './manager/attachments.js';
import { BackendReports } from './manager/backend-reports.js';
import { ChangeVolume } from './manager/change-volume.js';
import { CreateVolume } from './manager/create-volume.js';
import { DeleteVolume } from './manager/delete-volume.js';
import { Groups } from './manager/groups.js';
import { Migration } from './manager/migration.js';
import { Snapshots } from './manager/snapshots.js';
import { StartBackend } from './manager/start-backend.js';
import { VolumeBackend, type ServiceIdentity, type VolumeBackendInit } from './manager/volume-backend.js';

/** All that is done on one back end: upstream's cinder/volume/manager.py, by kinds of work. */
export class VolumeManager {
  readonly backend: VolumeBackend;
  readonly create: CreateVolume;
  readonly delete: DeleteVolume;
  readonly snapshots: Snapshots;
  readonly attachments: Attachments;
  readonly change: ChangeVolume;
  readonly migration: Migration;
  readonly groups: Groups;
  readonly reports: BackendReports;
  readonly #start: StartBackend;

  constructor(init: VolumeBackendInit) {
    this.backend = new VolumeBackend(init);
    this.snapshots = new Snapshots(this.backend);
    this.create = new CreateVolume(this.backend);
    this.delete = new DeleteVolume(this.backend, this.snapshots);
    this.attachments = new Attachments(this.backend);
    this.change = new ChangeVolume(this.backend);
    this.migration = new Migration(this.backend, this.attachments);
    this.groups = new Groups(this.backend, { create: this.create, delete: this.delete, snapshots: this.snapshots });
    this.reports = new BackendReports(this.backend);
    this.#start = new StartBackend(this.backend, { delete: this.delete, snapshots: this.snapshots });
  }

  /**
   * Sets the back end up and ends what an earlier process left.
   * @param service - its row in `services`
   * @returns whether it can work; the service is shown down otherwise
   */
  async initHost(context: RequestContext, service: ServiceIdentity): Promise<boolean> {
    this.backend.service = service;
    const before = new Date();
    if (!(await this.#start.initialise())) return false;
    await this.#start.cleanUp(context, before);
    await this.backend.publish(context);
    return true;
  }

  /** Ends what a service of this host left, on an operator's word. */
  async doCleanup(context: RequestContext, before: Date): Promise<void> {
    await this.#start.cleanUp(context, before);
  }

  async close(): Promise<void> {
    await this.backend.init.driver?.close();
  }
}
