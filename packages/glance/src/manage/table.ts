// SPDX-License-Identifier: Apache-2.0

/**
 * Rows under heads in a frame, as Python's prettytable draws them.
 * @param numbers - heads of the columns that stand to the right
 */
export function table(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly string[] = [],
): string {
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
  const centred = (text: string, width: number): string =>
    text.padStart(text.length + Math.floor((width - text.length) / 2)).padEnd(width);
  const drawn = (cells: readonly string[]): string => {
    const padded = cells.map((cell, column) => {
      const width = widths[column] ?? 0;
      return numbers.includes(heads[column] ?? '') ? cell.padStart(width) : centred(cell, width);
    });
    return `| ${padded.join(' | ')} |`;
  };
  return [line, drawn(heads), line, ...rows.map(drawn), line].join('\n');
}
