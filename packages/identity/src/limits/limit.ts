// SPDX-License-Identifier: Apache-2.0

/** How much of a resource a project may use where nothing else is said. */
export interface RegisteredLimit {
  readonly id: string;
  readonly serviceId: string;
  readonly regionId: string | null;
  readonly resourceName: string;
  readonly defaultLimit: number;
  readonly description: string | null;
}

/** How much of it one project or domain may use. */
export interface Limit {
  readonly id: string;
  readonly projectId: string | null;
  readonly domainId: string | null;
  readonly serviceId: string;
  readonly regionId: string | null;
  readonly resourceName: string;
  readonly resourceLimit: number;
  readonly description: string | null;
}
