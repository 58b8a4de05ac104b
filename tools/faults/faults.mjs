// SPDX-License-Identifier: Apache-2.0
// Has volumes or servers made while the broker and the workers are stopped and killed, and compares what was accepted with what there is then.
//
//   node tools/faults/faults.mjs [volumes|servers] [--count N] [--clients N] [--round NAME,NAME] [--json FILE] [--state-dir FOLDER]
//
//   volumes      2000 in each round, by 8 clients at once; rounds: broker-stop, broker-kill, worker-kill
//   servers      500 at once on 4 hosts with room for 400; rounds: full-hosts, worker-kill
//   --count      creates in each round
//   --clients    that ask at once
//   --round      what to do (all)
//   --json       writes the figures there
//   --state-dir  where configuration, logs and volumes are left (a temporary folder, deleted if every bar is held)
//
// It brings up a RabbitMQ of its own, and makes databases on the machine's MariaDB. It ends with 1 when something that was accepted is
// not at its end at last, or is lost, or made twice, or when quotas or capacities differ from what there is.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Children } from '../services/children.mjs';
import { Failure, runCommand } from '../services/failure.mjs';
import { freePorts } from '../services/ports.mjs';
import { Broker } from './broker.mjs';
import { printFigures } from './figures.mjs';
import { runRound } from './round.mjs';
import { servers } from './servers/area.mjs';
import { volumes } from './volumes/area.mjs';

const say = (line) => console.log(`faults: ${line}`);
const areas = { volumes, servers };

/** @param {string} name @param {string | undefined} text @param {number} otherwise */
function parseCount(name, text, otherwise) {
  if (text === undefined) return otherwise;
  if (!/^[1-9]\d*$/.test(text)) throw new Failure(`--${name} ${text}`, 'A whole number is wanted.');
  return Number(text);
}

/** @param {string} given @param {object} known @param {string} title */
function checkKnown(given, known, title) {
  if (!Object.hasOwn(known, given))
    throw new Failure(`${title} ${given}`, `There are: ${Object.keys(known).join(', ')}.`);
}

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      count: { type: 'string' },
      clients: { type: 'string' },
      round: { type: 'string' },
      json: { type: 'string' },
      'state-dir': { type: 'string' },
    },
  });
  const [name = 'volumes', ...rest] = positionals;
  if (rest.length > 0) throw new Failure(`One area is wanted, not ${positionals.join(' ')}`);
  checkKnown(name, areas, 'area');
  const area = areas[name];
  const rounds = values.round?.split(',') ?? Object.keys(area.rounds);
  for (const round of rounds) checkKnown(round, area.rounds, '--round');
  const size = {
    count: parseCount('count', values.count, area.size.count),
    clients: parseCount('clients', values.clients, area.size.clients),
  };
  return { area, rounds, size, json: values.json, stateFolder: values['state-dir'] };
}

async function main() {
  const { area, rounds, size, json, stateFolder } = readArguments();
  const folder = stateFolder === undefined ? mkdtempSync(join(tmpdir(), 'stackport-faults-')) : resolve(stateFolder);
  mkdirSync(folder, { recursive: true });
  const children = new Children();
  const [port] = await freePorts(1);
  const broker = new Broker({ folder: join(folder, 'rabbitmq'), port });
  let opened;
  let results = [];
  try {
    say(`starting RabbitMQ, ${area.services.join(', ')}`);
    await broker.start();
    opened = await area.open({ children, folder, broker });
    for (const name of rounds) {
      const result = await runRound(area, { ...opened, broker, say }, name, size);
      printFigures(result);
      results = [...results, result];
    }
  } finally {
    await children.endAll();
    await broker.remove();
    await opened?.close();
  }
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(results, undefined, 2)}\n`);
  const missed = results.flatMap(({ title, figures }) =>
    figures.filter(({ isGood }) => isGood === false).map(({ name }) => `${name} (${title})`),
  );
  if (missed.length > 0)
    throw new Failure(
      `${missed.length} of the bars are missed: ${missed.join('; ')}`,
      `The logs of all processes are in ${folder}: look for the ids above. Delete it when done.`,
    );
  if (stateFolder === undefined) rmSync(folder, { recursive: true, force: true });
  say('every bar is held');
}

await runCommand('faults', main);
