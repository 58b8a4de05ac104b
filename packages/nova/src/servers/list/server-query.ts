// SPDX-License-Identifier: Apache-2.0

/** Columns by which servers are found exactly. */
export type ExactColumn =
  'project_id' | 'user_id' | 'image_ref' | 'vm_state' | 'task_state' | 'instance_type_id' | 'uuid' | 'host' | 'locked';

/** What a list of servers is to have, and in which order (nova 26, db/main/api.py, instance_get_all_by_filters_sort). */
export interface ServerQuery {
  readonly exact: Readonly<Partial<Record<ExactColumn, string | number | boolean | readonly (string | null)[]>>>;
  /** Regular expressions by column. */
  readonly patterns: Readonly<Record<string, string>>;
  /** Undefined for both. */
  readonly deleted?: boolean | undefined;
  /** Whether those count that are only marked as deleted; unless given, as `deleted` says. */
  readonly softDeleted?: boolean | undefined;
  readonly changesSince?: Date | undefined;
  readonly changesBefore?: Date | undefined;
  readonly tags: TagFilter;
  /** Regular expressions of addresses, from their beginning. */
  readonly ip?: string | undefined;
  readonly ip6?: string | undefined;
  readonly sort: readonly ServerSortKey[];
  readonly limit: number;
  /** UUID of the server after which the page begins. */
  readonly marker?: string | undefined;
  /** Null for those of all projects. */
  readonly projectId: string | null;
}

export interface TagFilter {
  readonly all?: readonly string[] | undefined;
  readonly any?: readonly string[] | undefined;
  readonly notAll?: readonly string[] | undefined;
  readonly notAny?: readonly string[] | undefined;
}

export interface ServerSortKey {
  /** A column by its name in the database. */
  readonly column: string;
  readonly direction: 'asc' | 'desc';
}
