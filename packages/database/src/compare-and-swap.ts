// SPDX-License-Identifier: Apache-2.0

/** A model of a generated client, as far as it matters here. */
interface Updatable<Where, Data> {
  updateMany(args: { where: Where; data: Data }): PromiseLike<{ count: number }>;
}

/**
 * Changes a row only where it still is as expected: the way to change a state without a lock, right on both engines.
 * @param where - names one row and the state it is expected in: `{ id, status: 'queued', deleted: false }`
 * @returns whether the row was changed: false when it is gone or in another state
 */
export async function compareAndSwap<Where, Data>(
  model: Updatable<Where, Data>,
  where: NoInfer<Where>,
  data: NoInfer<Data>,
): Promise<boolean> {
  const { count } = await model.updateMany({ where, data });
  if (count > 1) throw new RangeError(`compareAndSwap changed ${count} rows: its condition must name one`);
  return count === 1;
}
