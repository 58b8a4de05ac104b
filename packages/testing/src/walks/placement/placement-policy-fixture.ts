// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { formatMicroversion } from '@stackport/api';
import type { BootedPlacement } from '../../boot-placement.js';
import { DatabaseState } from '../database-state.js';
import type { MakeAsk, PolicyAsk, PolicyFixture, RouteAsk } from '../policy-fixture.js';
import { PolicyReference } from '../policy-reference.js';
import { walkCallers } from '../walk-callers.js';
import type { WalkRoute } from '../walk-route.js';
import { PlacementObjects } from './placement-objects.js';

const OWNER = 'owner';
const STRANGER = 'stranger';

export interface PlacementPolicyFixture extends PolicyFixture {
  close(): void;
}

/** The newest microversion that a route is in. */
export function placementHeaders({ metadata }: WalkRoute): Readonly<Record<string, string>> {
  const { max } = metadata.versions ?? {};
  return { 'OpenStack-API-Version': `placement ${max === undefined ? 'latest' : formatMicroversion(max)}` };
}

/** The Placement service for the policy walk. Nothing of it belongs to a project but what a project uses. */
export function placementPolicyFixture(
  placement: BootedPlacement,
  enforceNewDefaults: boolean,
): PlacementPolicyFixture {
  const state = DatabaseState.open(placement.folder.file('placement.sqlite'));
  const { client, validator } = placement;
  const ofSystem = validator.issue({
    roles: ['admin', 'member', 'reader'],
    differences: { project: undefined, system: { all: true } },
  });
  return {
    reference: PolicyReference.read('placement', { enforceNewDefaults }),
    prefix: '',
    callers: walkCallers(placement, { owner: OWNER, stranger: STRANGER }),
    asks: placementAsks(new PlacementObjects(client.as(ofSystem))),
    headers: placementHeaders,
    state: () => new Map([['the database', state.version()]]),
    close: () => state.close(),
  };
}

function placementAsks(objects: PlacementObjects): Readonly<Record<string, RouteAsk | MakeAsk>> {
  const provider = (more: PolicyAsk = {}): MakeAsk => about(() => objects.provider(), more);
  const empty = (more: PolicyAsk = {}): MakeAsk => about(() => objects.emptyProvider(), more);
  const gone = (ask: MakeAsk): RouteAsk => ({ ask, success: [204] });
  const generation = { resource_provider_generation: 0 };
  return {
    'GET /': { access: 'public' },
    'GET /resource_classes': {},
    'POST /resource_classes': { ask: async () => ({ body: { name: objects.customName() } }), success: [201] },
    'GET /resource_classes/{}': about(async () => 'VCPU'),
    'PUT /resource_classes/{}': {
      ask: async () => ({ path: [await objects.resourceClass()], body: { name: objects.customName() } }),
      // Renamed before 1.7; there already since.
      success: [200, 204],
    },
    'DELETE /resource_classes/{}': gone(about(() => objects.resourceClass())),
    'GET /resource_providers': {},
    'POST /resource_providers': { ask: async () => ({ body: { name: randomUUID() } }), success: [200] },
    'GET /resource_providers/{}': provider(),
    'DELETE /resource_providers/{}': provider(),
    'PUT /resource_providers/{}': async () => ({ path: [await objects.provider()], body: { name: randomUUID() } }),
    'GET /resource_providers/{}/inventories': provider(),
    'POST /resource_providers/{}/inventories': {
      ask: empty({ body: { resource_class: 'VCPU', total: 1 } }),
      success: [201],
    },
    'PUT /resource_providers/{}/inventories': empty({ body: { ...generation, inventories: {} } }),
    'DELETE /resource_providers/{}/inventories': gone(provider()),
    'GET /resource_providers/{}/inventories/{}': provider({ path: ['VCPU'] }),
    'PUT /resource_providers/{}/inventories/{}': provider({
      path: ['VCPU'],
      body: { resource_provider_generation: 1, total: 2 },
    }),
    'DELETE /resource_providers/{}/inventories/{}': provider({ path: ['VCPU'] }),
    'GET /resource_providers/{}/usages': provider(),
    'GET /resource_providers/{}/aggregates': provider(),
    'PUT /resource_providers/{}/aggregates': empty({ body: { ...generation, aggregates: [randomUUID()] } }),
    'GET /resource_providers/{}/allocations': provider(),
    'POST /allocations': {
      ask: async () => ({ body: { [randomUUID()]: objects.claim(await objects.provider()) } }),
      success: [204],
    },
    'GET /allocations/{}': about(() => objects.consumer()),
    'PUT /allocations/{}': {
      ask: async () => ({ path: [randomUUID()], body: objects.claim(await objects.provider()) }),
      success: [204],
    },
    'DELETE /allocations/{}': about(() => objects.consumer()),
    'GET /allocation_candidates': () => ({ query: '?resources=VCPU:1' }),
    'GET /traits': {},
    'GET /traits/{}': gone(about(async () => 'HW_CPU_X86_VMX')),
    'PUT /traits/{}': { ask: about(async () => objects.customName()), success: [201] },
    'DELETE /traits/{}': gone(about(() => objects.trait())),
    'GET /resource_providers/{}/traits': provider(),
    'PUT /resource_providers/{}/traits': empty({ body: { ...generation, traits: ['HW_CPU_X86_VMX'] } }),
    'DELETE /resource_providers/{}/traits': gone(provider()),
    'GET /usages': () => ({ query: `?project_id=${OWNER}`, target: { project_id: OWNER } }),
    'POST /reshaper': {
      ask: async () => ({
        body: { inventories: { [await objects.emptyProvider()]: { ...generation, inventories: {} } }, allocations: {} },
      }),
      success: [204],
    },
  };
}

/** A request about a fresh object, whose name comes first in the path. */
function about(make: () => Promise<string>, { path = [], ...more }: PolicyAsk = {}): MakeAsk {
  return async () => ({ path: [await make(), ...path], ...more });
}
