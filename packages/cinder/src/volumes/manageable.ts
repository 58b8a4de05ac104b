// SPDX-License-Identifier: Apache-2.0
import { decodeArguments } from '../rpc/create-endpoint.js';

/** Something on a back end that is a volume's or a snapshot's, or may become one: what cinder-volume says of it. */
export interface ManageableResource {
  readonly reference: Readonly<Record<string, unknown>>;
  /** GiB. */
  readonly size: number;
  readonly safe_to_manage: boolean;
  readonly reason_not_safe?: string | null;
  readonly cinder_id?: string | null;
  readonly extra_info?: unknown;
  /** Of snapshots: what they are of. */
  readonly source_reference?: unknown;
}

/** The answer of `get_manageable_volumes` and its like: a list object, or a plain list of an older worker. */
export function manageableResources(answer: unknown): readonly ManageableResource[] {
  const { found } = decodeArguments({ found: answer });
  if (Array.isArray(found)) return found as ManageableResource[];
  return (found as { readonly objects?: readonly ManageableResource[] } | null)?.objects ?? [];
}
