// SPDX-License-Identifier: Apache-2.0
import type { PolicyFixture } from '../policy-fixture.js';
import { type NovaObjects, OWNER, USER } from './nova-objects.js';

/** What of an answer only those see whom a rule lets. */
export interface ViewRule {
  readonly rule: string;
  /** Of an answer that has it, for those who may see it. */
  readonly path: (objects: NovaObjects) => Promise<string>;
  /** A name in the answer. */
  readonly shows: string;
}

const RULE = 'os_compute_api';
const server = async (objects: NovaObjects): Promise<string> => `/servers/${await objects.server()}`;
const action = async (objects: NovaObjects): Promise<string> => {
  const id = await objects.server();
  return `/servers/${id}/os-instance-actions/${await objects.action(id)}`;
};

export const viewRules: readonly ViewRule[] = [
  { rule: `${RULE}:os-extended-server-attributes`, path: server, shows: 'OS-EXT-SRV-ATTR:host' },
  { rule: `${RULE}:servers:show:host_status`, path: server, shows: 'host_status' },
  { rule: `${RULE}:servers:show:flavor-extra-specs`, path: server, shows: 'extra_specs' },
  { rule: `${RULE}:os-instance-actions:events`, path: action, shows: 'traceback' },
  { rule: `${RULE}:os-instance-actions:events:details`, path: action, shows: 'details' },
  {
    rule: `${RULE}:os-flavor-extra-specs:index`,
    path: async (objects) => `/flavors/${await objects.flavor()}`,
    shows: 'extra_specs',
  },
  {
    rule: 'compute:server:topology:host:index',
    path: async (objects) => `/servers/${await objects.serverWithTopology()}/topology`,
    shows: 'host_node',
  },
];

/** Asks as each of the owner's people, and compares with upstream's rules. @returns a line for each difference */
export async function viewFindings(
  { callers, reference }: PolicyFixture,
  objects: NovaObjects,
): Promise<readonly string[]> {
  const findings: string[] = [];
  for (const { rule, path, shows } of viewRules)
    for (const { name, client, credentials } of callers) {
      if (credentials?.project_id !== OWNER) continue;
      const answer = await client.get(`/v2.1${await path(objects)}`, {
        headers: { 'OpenStack-API-Version': 'compute 2.93' },
      });
      if (answer.status !== 200) findings.push(`[${name}] ${rule}: ${answer.status} ${answer.text}`);
      const allowed = reference.allows(rule, { project_id: OWNER, user_id: USER }, credentials);
      if (answer.text.includes(`"${shows}"`) !== allowed)
        findings.push(`[${name}] ${allowed ? 'does not see' : 'sees'} ${shows} (${rule})`);
    }
  return findings;
}
