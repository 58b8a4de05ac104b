// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';

const FEATURES = new URL('../../docs/features.md', import.meta.url);

/**
 * What docs/features.md claims: the rows that name a test, as `| G0-11 | what holds | \`file\` › name |` (several tests
 * with `<br>` between them).
 * @returns {{ id: string, tests: { file: string, name: string }[] }[]}
 */
export function readClaims() {
  const claims = [];
  for (const line of readFileSync(FEATURES, 'utf8').split('\n')) {
    const [, id, shown] = /^\|\s*([A-Z]\d-\d{2})\s*\|.*\|([^|]*)\|\s*$/.exec(line) ?? [];
    if (id === undefined || shown === undefined) continue;
    const tests = [...shown.matchAll(/`([^`]+)` › ([^<]+)/g)].map(([, file, name]) => ({ file, name: name.trim() }));
    claims.push({ id, tests });
  }
  return claims;
}
