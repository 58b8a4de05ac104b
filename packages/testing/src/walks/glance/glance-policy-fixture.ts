// SPDX-License-Identifier: Apache-2.0
import type { BootGlanceInit, BootedGlance } from '../../boot-glance.js';
import { DatabaseState } from '../database-state.js';
import type { PolicyFixture, WalkCaller } from '../policy-fixture.js';
import { PolicyReference } from '../policy-reference.js';
import { walkCallers } from '../walk-callers.js';
import { GlanceObjects, OWNER, STRANGER } from './glance-objects.js';
import { imageAsks, metadefAsks, serviceAsks } from './image-asks.js';

/** What the walk's service is configured with: two stores below a folder, and a cache. */
export function glanceWalkValues(folder: string, enforceNewDefaults: boolean): NonNullable<BootGlanceInit['values']> {
  const store = (name: string): Readonly<Record<string, unknown>> => ({
    filesystem_store_datadir: `${folder}/${name}`,
  });
  return {
    DEFAULT: { enabled_backends: { fast: 'file', slow: 'file' }, image_cache_dir: `${folder}/cache` },
    glance_store: { default_backend: 'fast' },
    fast: store('fast'),
    slow: store('slow'),
    os_glance_staging_store: store('staging'),
    os_glance_tasks_store: store('tasks'),
    paste_deploy: { flavor: 'keystone+cachemanagement' },
    import_filtering_opts: { allowed_hosts: ['127.0.0.1'], allowed_ports: ['9'] },
    oslo_policy: { enforce_new_defaults: enforceNewDefaults },
  };
}

export interface GlancePolicyFixture extends PolicyFixture {
  close(): void;
}

/** The Image service, booted with `glanceWalkValues`, for the policy walk. */
export function glancePolicyFixture(glance: BootedGlance, enforceNewDefaults: boolean): GlancePolicyFixture {
  const state = DatabaseState.open(glance.folder.file('glance.sqlite'));
  const callers = walkCallers(glance, { owner: OWNER, stranger: STRANGER });
  const { client } = callers.find(({ name }) => name === 'admin') as WalkCaller;
  const objects = new GlanceObjects(client);
  return {
    reference: PolicyReference.read('glance', { enforceNewDefaults }),
    prefix: '/v2',
    callers,
    asks: { ...imageAsks(objects), ...serviceAsks(objects), ...metadefAsks(objects) },
    settled: () => objects.settled(),
    state: () => new Map([['the database', state.version()]]),
    close: () => state.close(),
  };
}
