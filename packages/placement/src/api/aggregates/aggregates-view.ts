// SPDX-License-Identifier: Apache-2.0
const WITH_GENERATION = 1019;

/** Whether a microversion knows the provider's generation beside its aggregates. */
export function hasGeneration(version: number): boolean {
  return version >= WITH_GENERATION;
}

export function aggregatesView(uuids: readonly string[], generation: number, version: number): Record<string, unknown> {
  return {
    aggregates: uuids,
    ...(hasGeneration(version) ? { resource_provider_generation: generation } : {}),
  };
}
