// SPDX-License-Identifier: Apache-2.0
import type { TokenWish } from '../fake-token-validator.js';

export const DEMO_PROJECT = 'b91907d985964d3c887b75d638060580';
export const ADMIN_PROJECT = 'edff08f001ac454a965d26619027b341';
export const BENCH_PROJECT = '04157c980492479397fe5773ca5cb6c9';

/** Who asked when the answers were recorded: what their tokens say, under the names that the recording has. */
export const people: Readonly<Record<string, TokenWish>> = {
  demo: person('demo', 'a9633bcf426a4b4e86bc443af853f626', 'demo', DEMO_PROJECT, ['reader', 'member']),
  reader: person('demo_reader', 'bebde14f46ed4bc4814410dff752df12', 'demo', DEMO_PROJECT, ['reader']),
  admin: person('admin', 'c379bcb1a47d417295d070c8be57fc0b', 'admin', ADMIN_PROJECT, ['reader', 'admin', 'member']),
  bench: person('bench', '5b2f6e62b1f24d8a8b5b0f5d6c0f1c7e', 'bench', BENCH_PROJECT, ['reader', 'admin', 'member']),
};

function person(name: string, user: string, projectName: string, project: string, roles: readonly string[]): TokenWish {
  const domain = { id: 'default', name: 'Default' };
  return {
    ...{ user, project, roles },
    differences: { user: { id: user, name, domain }, project: { id: project, name: projectName, domain } },
  };
}
