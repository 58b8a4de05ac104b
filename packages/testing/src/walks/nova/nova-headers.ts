// SPDX-License-Identifier: Apache-2.0
import { formatMicroversion } from '@stackport/api';
import type { WalkRoute } from '../walk-route.js';

/** Newest microversion of Zed. */
const LATEST = 2093;

/** The newest microversion that a route is in. */
export function novaHeaders({ metadata: { versions } }: WalkRoute): Readonly<Record<string, string>> {
  return { 'OpenStack-API-Version': `compute ${formatMicroversion(Math.min(versions?.max ?? LATEST, LATEST))}` };
}
