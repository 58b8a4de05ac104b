// SPDX-License-Identifier: Apache-2.0
// Measures Stackport, with the Python services of OpenStack Zed beside it if wanted: both in one run on one machine, for ratios say more than figures.
//
//   node tools/bench/bench.mjs [--reference] [--area start,identity,image,transfer,messaging] [--image-size 1GiB,4GiB] [--json FILE]
//
//   --reference    the Python services too (tools/reference-openstack: Debian's packages)
//   --area         what to measure (all)
//   --image-size   of the images that are sent and fetched
//   --seconds      of each measurement (3), after one of warming up
//   --concurrency  connections at once (8)
//   --workers      processes of each Python service (1; Stackport is one process)
//   --keystone     URL of a cloud that is running, measured in Stackport's place; --admin-password of its admin
//   --json         writes the figures there
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { Children } from '../services/children.mjs';
import { Failure, runCommand } from '../services/failure.mjs';
import { Measurement } from './measures.mjs';
import { formatTable, sideBySide } from './table.mjs';
import { pythonTarget, runningTarget, stackportTarget } from './targets.mjs';

const areas = ['start', 'identity', 'image', 'transfer', 'messaging'];
const units = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };
const say = (line) => console.error(`bench: ${line}`);

/** @param {string} title - a number and a unit */
function parseSize(title) {
  const [, count, unit] = /^(\d+)(KiB|MiB|GiB)$/.exec(title) ?? [];
  if (unit === undefined)
    throw new Failure(`--image-size ${title}`, `Write it as 1GiB; units: ${Object.keys(units).join(', ')}.`);
  return { title: `${count} ${unit}`, bytes: Number(count) * units[unit] };
}

/** @param {string} name @param {string} text */
function parseCount(name, text) {
  if (!/^[1-9]\d*$/.test(text)) throw new Failure(`--${name} ${text}`, 'A whole number is wanted.');
  return Number(text);
}

async function measure(children, openTarget, wanted, options) {
  const target = await openTarget();
  try {
    const measurement = new Measurement(children, target, options);
    const measures = [];
    for (const area of wanted) {
      say(`${target.title}: ${area}`);
      measures.push(...(await measurement[area]()));
    }
    return { title: target.title, measures };
  } finally {
    await target.stop();
  }
}

await runCommand('bench', async () => {
  const { values } = parseArgs({
    options: {
      reference: { type: 'boolean', default: false },
      area: { type: 'string', default: areas.join(',') },
      'image-size': { type: 'string', default: '1GiB,4GiB' },
      seconds: { type: 'string', default: '3' },
      concurrency: { type: 'string', default: '8' },
      workers: { type: 'string', default: '1' },
      keystone: { type: 'string' },
      'admin-password': { type: 'string' },
      json: { type: 'string' },
    },
  });
  const wanted = values.area.split(',');
  const unknown = wanted.filter((area) => !areas.includes(area));
  if (unknown.length > 0) throw new Failure(`--area ${unknown.join(',')}`, `There are: ${areas.join(', ')}.`);
  if (values.keystone !== undefined && values['admin-password'] === undefined)
    throw new Failure('--keystone without --admin-password');
  const workers = parseCount('workers', values.workers);
  const options = {
    seconds: parseCount('seconds', values.seconds),
    concurrency: parseCount('concurrency', values.concurrency),
    imageSizes: values['image-size'].split(',').map(parseSize),
  };

  const children = new Children();
  const openOurs = () =>
    values.keystone === undefined
      ? stackportTarget(children)
      : runningTarget(values.keystone, values['admin-password']);
  // One after the other: together they would take the processors from each other.
  const ours = await measure(children, openOurs, wanted, options);
  const theirs = values.reference
    ? await measure(children, () => pythonTarget({ workers, say }), wanted, options)
    : undefined;
  const titles = [ours.title, ...(theirs ? [theirs.title] : [])];
  const rows = sideBySide(ours.measures, theirs?.measures);
  console.log(formatTable(titles, rows));
  if (values.json !== undefined) {
    const about = {
      date: new Date().toISOString(),
      node: process.version,
      processors: cpus().map(({ model }) => model),
      ...options,
      workers,
    };
    writeFileSync(values.json, `${JSON.stringify({ ...about, titles, measures: rows }, undefined, 2)}\n`);
  }
});
