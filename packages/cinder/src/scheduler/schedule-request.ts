// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';

/** Upstream's RequestSpec as it came, versioned objects as their values. */
export interface RequestSpec {
  readonly volume_id?: string | null;
  readonly group_id?: string | null;
  readonly volume_properties?: Readonly<Record<string, unknown>> | null;
  readonly volume_type?: { readonly id?: string; readonly name?: string; readonly extra_specs?: ExtraSpecs } | null;
  readonly availability_zones?: readonly string[] | null;
  readonly resource_backend?: string | null;
  readonly operation?: string | null;
  readonly snapshot_id?: string | null;
  readonly [name: string]: unknown;
}

export type ExtraSpecs = Readonly<Record<string, string | null>>;

/** What was tried for a resource already. */
export interface Retry {
  readonly num_attempts: number;
  readonly backends: readonly string[];
  readonly hosts: readonly string[];
  /** Lines of the last error. */
  readonly exc?: unknown;
}

/** What the filters and weighers look at beside the pool. */
export interface ScheduleRequest {
  readonly spec: RequestSpec;
  /** GiB that are asked for: the difference where a volume grows. */
  readonly size: number;
  readonly extraSpecs: ExtraSpecs;
  readonly hints: Readonly<Record<string, unknown>>;
  readonly retry: Retry | undefined;
  /** `host@backend#pool` where the volume is already: it needs no room there. */
  readonly existsOn?: string | undefined;
  /** Whose request it is, for what is asked of other services on the way. */
  readonly context?: RequestContext | undefined;
}

/** A volume whose type says so is thick; all others are thin. */
export function isThin({ extraSpecs }: ScheduleRequest): boolean {
  return extraSpecs['provisioning:type'] !== 'thick';
}
