// SPDX-License-Identifier: Apache-2.0

/**
 * The text of a configuration file.
 * @param {Record<string, Record<string, string | number | boolean | undefined>>} sections - an undefined value is left out
 */
export function toIni(sections) {
  return Object.entries(sections)
    .map(([section, values]) => {
      const lines = Object.entries(values).filter(([, value]) => value !== undefined);
      return `[${section}]\n${lines.map(([name, value]) => `${name} = ${value}\n`).join('')}`;
    })
    .join('\n');
}
