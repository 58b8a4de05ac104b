// SPDX-License-Identifier: Apache-2.0
import type { Extension } from './extension.js';

/** An extension as clients see it. Upstream has never had links there. */
export function extensionView({ name, alias, description, updated }: Extension): Record<string, unknown> {
  return { name, alias, description, updated, links: [] };
}
