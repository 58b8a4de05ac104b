// SPDX-License-Identifier: Apache-2.0

/** A provider of resources as it was read; changes are based on its generation. */
export interface Provider {
  readonly id: number;
  readonly uuid: string;
  readonly name: string | null;
  readonly generation: number;
  readonly rootId: number;
  readonly rootUuid: string;
  readonly parentId: number | null;
  readonly parentUuid: string | null;
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
}

/** What a change of what belongs to a provider is based on. */
export type SeenProvider = Pick<Provider, 'id' | 'uuid' | 'generation'>;
