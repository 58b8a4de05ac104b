// SPDX-License-Identifier: Apache-2.0
// A Prisma generator that writes down the data model it is given. Prisma's CLI starts it and speaks JSON-RPC with it: requests on standard
// input, answers on standard error, a line each.
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  let result = null;
  if (method === 'getManifest') result = { manifest: { prettyName: 'data model', defaultOutput: './datamodel.json' } };
  else if (method === 'generate') writeFileSync(params.generator.output.value, JSON.stringify(params.dmmf.datamodel));
  process.stderr.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);
});
