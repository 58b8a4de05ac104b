// SPDX-License-Identifier: Apache-2.0
// Makes the project graph that the boundary rule of eslint reads, and fails on a project that no boundary would hold for.
import { createProjectGraphAsync } from '@nx/devkit';
import { rows } from './rows.mjs';

const graph = await createProjectGraphAsync({ exitOnError: true });
const problems = [];
for (const { name, data } of Object.values(graph.nodes)) {
  const tags = data.tags ?? [];
  for (const kind of ['type', 'scope', 'row'])
    if (!tags.some((tag) => tag.startsWith(`${kind}:`)))
      problems.push(`${name} (${data.root}): no ${kind}: tag in its package.json`);
  const row = tags.find((tag) => tag.startsWith('row:'))?.slice('row:'.length);
  if (row !== undefined && !rows.includes(row))
    problems.push(`${name} (${data.root}): row:${row} is not in tools/workspace/rows.mjs`);
}
for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 ? 1 : 0);
