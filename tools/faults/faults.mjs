// SPDX-License-Identifier: Apache-2.0
// Has volumes made while the broker and the workers of Block Storage are stopped and killed, and compares what was accepted with what there is then.
//
//   node tools/faults/faults.mjs [--volumes 2000] [--clients 8] [--round broker-stop,broker-kill,worker-kill] [--json FILE] [--state-dir FOLDER]
//
//   --volumes    creates in each round, 1 GiB each (sparse files)
//   --clients    that ask at once
//   --round      what to do (all)
//   --json       writes the figures there
//   --state-dir  where configuration, logs and volumes are left (a temporary folder, deleted if every bar is held)
//
// It brings up a RabbitMQ of its own, and makes a database on the machine's MariaDB. It ends with 1 when a volume that was accepted is
// neither available nor in error at last, or is lost, or made twice, or when quotas differ from what there is.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Children } from '../services/children.mjs';
import { Failure, runCommand } from '../services/failure.mjs';
import { freePorts } from '../services/ports.mjs';
import { audit, readProgress } from './audit.mjs';
import { Broker } from './broker.mjs';
import { Database } from '../services/database.mjs';
import { Deployment } from './deployment.mjs';
import { Creates } from './load.mjs';
import { rounds, runFaults } from './rounds.mjs';

const say = (line) => console.log(`faults: ${line}`);
/** Seconds in which nothing changes until what is unfinished counts as stuck. */
const patience = 120;
const interval = 1000;

/** @param {string} name @param {string} text */
function parseCount(name, text) {
  if (!/^[1-9]\d*$/.test(text)) throw new Failure(`--${name} ${text}`, 'A whole number is wanted.');
  return Number(text);
}

/** Waits until nothing moves any more. */
async function settle(scene, creates, prefix) {
  let last = '';
  let since = Date.now();
  for (;;) {
    scene.deployment.check();
    const { states, moving } = await readProgress(scene.database, prefix);
    const text = [
      `${creates.answered} of ${creates.load.total} answered`,
      ...Object.entries(states).map(([state, count]) => `${count} ${state}`),
    ].join(', ');
    if (text !== last) {
      say(text);
      last = text;
      since = Date.now();
    }
    if (moving === 0 || Date.now() - since > patience * 1000) return;
    await sleep(interval);
  }
}

/** Shows what is there while requests are answered. */
function watch(scene, creates, prefix) {
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      const { states } = await readProgress(scene.database, prefix);
      const counts = Object.entries(states).map(([state, count]) => `${count} ${state}`);
      say([`${creates.answered} of ${creates.load.total} answered`, ...counts].join(', '));
      for (let waited = 0; waited < 5 * interval && !isOver; waited += interval / 5) await sleep(interval / 5);
    }
  })();
  return async () => {
    isOver = true;
    await watching;
  };
}

async function runRound(scene, name, { volumes, clients }) {
  const { title, faults } = rounds[name];
  say(`${volumes} volumes ${title}`);
  const creates = new Creates({
    url: scene.deployment.volumesUrl(scene.session.projectId),
    token: scene.session.token,
    prefix: name,
    total: volumes,
    clients,
  });
  const started = Date.now();
  const stopWatching = watch(scene, creates, name);
  try {
    await Promise.all([creates.run(), runFaults(faults, scene, () => creates.answered / volumes)]);
  } finally {
    await stopWatching();
  }
  await settle(scene, creates, name);
  const { database, deployment } = scene;
  const figures = await audit({ database, load: creates.load, prefix: name, folders: deployment.volumeFolders });
  const seconds = Math.round((Date.now() - started) / 1000);
  return { name, title, seconds, figures };
}

function print({ title, seconds, figures }) {
  const width = Math.max(...figures.map(({ name }) => name.length));
  console.log(`\n${title} (${seconds} s)`);
  for (const { name, value, isGood } of figures)
    console.log(`  ${name.padEnd(width)}  ${value}${isGood === false ? '  <- MISSED' : ''}`);
  console.log('');
}

async function main() {
  const { values } = parseArgs({
    options: {
      volumes: { type: 'string', default: '2000' },
      clients: { type: 'string', default: '8' },
      round: { type: 'string', default: Object.keys(rounds).join(',') },
      json: { type: 'string' },
      'state-dir': { type: 'string' },
    },
  });
  const size = { volumes: parseCount('volumes', values.volumes), clients: parseCount('clients', values.clients) };
  const names = values.round.split(',');
  const unknown = names.filter((name) => !Object.hasOwn(rounds, name));
  if (unknown.length > 0)
    throw new Failure(`--round ${unknown.join(',')}`, `There are: ${Object.keys(rounds).join(', ')}.`);

  const isKept = values['state-dir'] !== undefined;
  const folder = isKept ? resolve(values['state-dir']) : mkdtempSync(join(tmpdir(), 'stackport-faults-'));
  mkdirSync(folder, { recursive: true });
  const children = new Children();
  const [amqp, keystone, cinder] = await freePorts(3);
  const database = await Database.create('faults');
  const broker = new Broker({ folder: join(folder, 'rabbitmq'), port: amqp });
  let results = [];
  try {
    say('starting RabbitMQ, keystone-api, cinder-api, cinder-scheduler and cinder-volume');
    await broker.start();
    const init = { folder, ports: { keystone, cinder }, transportUrl: broker.url, databaseUrl: database.url };
    const deployment = new Deployment(children, init);
    const session = await deployment.start();
    for (const name of names) {
      const result = await runRound({ broker, database, deployment, session, say }, name, size);
      print(result);
      results = [...results, result];
    }
  } finally {
    await children.endAll();
    await broker.remove();
    await database.remove();
  }
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, undefined, 2)}\n`);
  const missed = results.flatMap(({ title, figures }) =>
    figures.filter(({ isGood }) => isGood === false).map(({ name }) => `${name} (${title})`),
  );
  if (missed.length > 0)
    throw new Failure(
      `${missed.length} of the bars are missed: ${missed.join('; ')}`,
      `The logs of all processes are in ${folder}: look for the ids above. Delete it when done.`,
    );
  if (!isKept) rmSync(folder, { recursive: true, force: true });
  say('every bar is held');
}

await runCommand('faults', main);
