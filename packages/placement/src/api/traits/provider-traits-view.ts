// SPDX-License-Identifier: Apache-2.0
import type { NamedRow } from '../../names/names.js';

export function providerTraitsView(traits: readonly NamedRow[], generation: number): Record<string, unknown> {
  return { traits: traits.map(({ name }) => name), resource_provider_generation: generation };
}
