// SPDX-License-Identifier: Apache-2.0

/**
 * What belongs together in a request. The group without a suffix may be served by several providers of a tree and by those
 * that share with it, each of the others by one provider alone.
 */
export interface RequestGroup {
  /** `''` for the group without. */
  readonly suffix: string;
  /** Amounts by resource class; a group that is there for its traits only has none. */
  readonly resources: ReadonlyMap<string, number>;
  /** Of each set one trait has to be there. */
  readonly required: readonly ReadonlySet<string>[];
  readonly forbidden: ReadonlySet<string>;
  /** Of each set one aggregate, by uuid. */
  readonly memberOf: readonly ReadonlySet<string>[];
  readonly forbiddenAggregates: ReadonlySet<string>;
  /** The uuid of a provider of the tree that it has to be. */
  readonly inTree: string | undefined;
}

export interface CandidateQuery {
  readonly groups: readonly RequestGroup[];
  /** How many candidates at most. */
  readonly limit: number | undefined;
  /** `isolate`: groups with a suffix are served by different providers. */
  readonly groupPolicy: 'none' | 'isolate' | undefined;
  /** Traits that the root of the tree has to have, and must not have. */
  readonly rootRequired: ReadonlySet<string>;
  readonly rootForbidden: ReadonlySet<string>;
  /** Suffixes of groups whose providers have to be below one of them. */
  readonly sameSubtrees: readonly ReadonlySet<string>[];
  /** Whether several providers of one tree may serve one candidate: from 1.29. */
  readonly nestedAware: boolean;
}

/** Something that would satisfy the request, by the uuids of providers. */
export interface Candidate {
  readonly allocations: ReadonlyMap<string, Readonly<Record<string, number>>>;
  /** Which providers serve which group. */
  readonly mappings: Readonly<Record<string, readonly string[]>>;
}

/** A provider of a tree that candidates are of. */
export interface ProviderSummary {
  readonly uuid: string;
  readonly rootUuid: string;
  readonly parentUuid: string | null;
  readonly traits: readonly string[];
  readonly resources: ReadonlyMap<string, { readonly capacity: number; readonly used: number }>;
}

export interface Candidates {
  readonly candidates: readonly Candidate[];
  readonly summaries: readonly ProviderSummary[];
}
