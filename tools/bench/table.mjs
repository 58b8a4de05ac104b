// SPDX-License-Identifier: Apache-2.0

const moreIsBetter = new Set(['req/s', 'MB/s']);

/**
 * Puts what two targets were measured with side by side.
 * @param {readonly import('./measures.mjs').Measure[]} ours
 * @param {readonly import('./measures.mjs').Measure[]} [theirs]
 * @returns {{ name: string, unit: string, value: number, reference?: number, ratio?: number }[]} ratio: how many times better ours is
 */
export function sideBySide(ours, theirs = []) {
  return ours.map(({ name, unit, value }) => {
    const reference = theirs.find((measure) => measure.name === name)?.value;
    if (reference === undefined) return { name, unit, value };
    return {
      name,
      unit,
      value,
      reference,
      ratio: moreIsBetter.has(unit) ? value / reference : reference / value,
    };
  });
}

/**
 * @param {readonly string[]} titles - of the one or two targets
 * @param {ReturnType<typeof sideBySide>} rows
 * @returns {string}
 */
export function formatTable(titles, rows) {
  const number = (value) => (value === undefined ? '' : value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2));
  const header = ['', 'unit', ...titles, ...(titles.length > 1 ? ['better by'] : [])];
  const lines = rows.map(({ name, unit, value, reference, ratio }) => [
    name,
    unit,
    number(value),
    ...(titles.length > 1 ? [number(reference), ratio === undefined ? '' : `${number(ratio)} x`] : []),
  ]);
  const widths = header.map((_, column) => Math.max(...[header, ...lines].map((line) => line[column].length)));
  const format = (line) =>
    line.map((cell, column) => (column < 2 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join('  ');
  return [header, ...lines].map((line) => format(line).trimEnd()).join('\n');
}
