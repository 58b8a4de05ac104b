// SPDX-License-Identifier: Apache-2.0

/** All ways to take one of each list, one after the other as they are asked for. One way, to take nothing, of no lists. */
export function* products<T>(lists: readonly (readonly T[])[]): Generator<readonly T[], void> {
  const [first, ...rest] = lists;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const one of first) for (const others of products(rest)) yield [one, ...others];
}

/** One of each generator in turn, until all have ended. */
export function* inTurn<T>(generators: readonly Generator<T, void>[]): Generator<T, void> {
  let active = [...generators];
  while (active.length > 0) {
    const going: Generator<T, void>[] = [];
    for (const generator of active) {
      const { value, done } = generator.next();
      if (done === true) continue;
      yield value;
      going.push(generator);
    }
    active = going;
  }
}
