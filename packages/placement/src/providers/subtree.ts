// SPDX-License-Identifier: Apache-2.0

/** The ids of a provider and of all below it, out of the providers of its tree. */
export function subtreeOf(
  id: number,
  tree: readonly { readonly id: number; readonly parentId: number | null }[],
): ReadonlySet<number> {
  const children = new Map<number, number[]>();
  for (const { id: child, parentId } of tree) {
    if (parentId === null) continue;
    const siblings = children.get(parentId);
    if (siblings === undefined) children.set(parentId, [child]);
    else siblings.push(child);
  }
  const found = new Set([id]);
  // A set can be added to while it is walked.
  for (const one of found) for (const child of children.get(one) ?? []) found.add(child);
  return found;
}
