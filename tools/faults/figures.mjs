// SPDX-License-Identifier: Apache-2.0

/**
 * @typedef {object} Figure
 * @property {string} name
 * @property {number | string} value
 * @property {boolean} [isGood] - undefined: it is not judged
 */

const shown = 5;

/** A figure that has to be 0; some of what is wrong are named. @param {string} name @param {readonly string[]} wrong @returns {Figure} */
export function none(name, wrong) {
  const named = wrong.filter((one) => one !== '').slice(0, shown);
  return {
    name,
    value: named.length === 0 ? wrong.length : `${wrong.length}: ${named.join(', ')}`,
    isGood: wrong.length === 0,
  };
}

/** A figure that has to be one number. @param {string} name @param {number} value @param {number} wanted @returns {Figure} */
export function exactly(name, value, wanted) {
  return { name, value: value === wanted ? value : `${value}, not ${wanted}`, isGood: value === wanted };
}

/**
 * What became of the requests themselves.
 * @param {import('./load.mjs').Load} load
 * @returns {Figure[]}
 */
export function requestFigures(load) {
  const accepted = new Set(load.accepted);
  const isRefusal = ({ status }) => status >= 500;
  return [
    { name: 'requests', value: load.total },
    { name: 'accepted (202)', value: accepted.size },
    { name: 'refused (5xx)', value: load.refused.filter(isRefusal).length },
    none(
      'answered otherwise',
      load.refused.filter((one) => !isRefusal(one)).map(({ status, text }) => `${status} ${text.slice(0, 80)}`),
    ),
    none('accepted twice', load.accepted.slice(accepted.size)),
  ];
}

/** @param {{ title: string, seconds: number, figures: readonly Figure[] }} result */
export function printFigures({ title, seconds, figures }) {
  const width = Math.max(...figures.map(({ name }) => name.length));
  console.log(`\n${title} (${seconds} s)`);
  for (const { name, value, isGood } of figures)
    console.log(`  ${name.padEnd(width)}  ${value}${isGood === false ? '  <- MISSED' : ''}`);
  console.log('');
}
