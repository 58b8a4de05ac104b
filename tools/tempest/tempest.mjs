// SPDX-License-Identifier: Apache-2.0
// Runs Tempest against Stackport, or a cloud that is running, and compares with what the Python services of OpenStack Zed answered.
//
//   node tools/tempest/tempest.mjs <image|identity|volume|compute|regular expression> [--separate] [--everything] [--auth-url URL --admin-password PASSWORD]
//
//   --separate        each service a process of its own, over the machine's RabbitMQ and MariaDB
//   --everything      tests too what the Python services' run had switched off: backups, management, two back ends, growth of
//                     attached volumes, consistency groups, snapshots, migrations, swapped volumes, two hosts; then no test
//                     may fail that did not fail there
//   --auth-url        of a running Keystone; without it a Stackport is started, and stopped at the end
//   --admin-password  of its admin
//   --http-image      URL of a small file that the running cloud may import (Stackport is given one)
//   --concurrency     tests at once (2)
//   --state-dir       where tempest.conf, its log and the stream of results are left (a temporary folder, deleted if there is no regression)
//
// It ends with 1 when a test that passed on the Python services does not pass here.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { parseArgs } from 'node:util';
import { Children } from '../services/children.mjs';
import { adminOf, CloudSession } from '../services/cloud.mjs';
import { Failure, runCommand } from '../services/failure.mjs';
import { toIni } from '../services/ini.mjs';
import { root } from '../services/paths.mjs';
import { startStackport } from '../services/stackport.mjs';
import { tempestConfiguration } from './configuration.mjs';
import { backendSections, everyAction, filterSections, importSections } from './options.mjs';
import { compare, failsInZed, isNoTest, plainId, readReference } from './results.mjs';
import { startSeparate } from './separate.mjs';
import { readTests } from './subunit.mjs';

const areas = ['image', 'identity', 'volume', 'compute'];
const failureLines = 6;
const say = (line) => console.log(`tempest: ${line}`);

/** Serves one small file, for the tests that import an image from the web. */
async function serveSmallFile() {
  const bytes = randomBytes(1 << 20);
  const server = createServer((request, response) =>
    response.end(request.method === 'HEAD' ? undefined : bytes),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return server.address().port;
}

/** All services in one process, as `npm start`. */
async function startTogether(children, { folder, backends, importPort, everything }) {
  const own = join(folder, 'etc');
  mkdirSync(own, { recursive: true });
  const sections = {
    DEFAULT: { enabled_backends: backends.join(',') },
    ...backendSections(backends, join(folder, 'volumes')),
  };
  writeFileSync(join(own, 'cinder.conf'), toIni(sections));
  writeFileSync(join(own, 'glance-api.conf'), toIni(importSections(importPort)));
  const driver = everything ? { DEFAULT: { compute_driver: everyAction } } : {};
  writeFileSync(join(own, 'nova.conf'), toIni({ ...driver, ...filterSections() }));
  const stackport = await startStackport(children, { args: ['--config-dir', own] });
  say(`Stackport is ready at ${stackport.cloud.authUrl} (${stackport.seconds.toFixed(2)} s)`);
  return stackport;
}

/**
 * Runs the tests; prints a line for each.
 * @param {Children} children
 * @param {{ folder: string, selection: string, concurrency: string }} run
 * @returns {Promise<Map<string, import('./results.mjs').Result>>} by id
 */
async function runTests(children, { folder, selection, concurrency }) {
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('OS_')));
  // An unbuffered Python may write a packet of the stream in part.
  delete environment.PYTHONUNBUFFERED;
  const args = [
    'run',
    '--config-file',
    join(folder, 'tempest.conf'),
    '--regex',
    selection,
    '--concurrency',
    concurrency,
    '--subunit',
  ];
  const child = children.spawn('/usr/bin/tempest', args, {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (complaints = (complaints + text).slice(-4000)));
  const record = createWriteStream(join(folder, 'results.subunit'));
  child.stdout.pipe(record);
  const results = new Map();
  for await (const test of readTests(child.stdout.pipe(new PassThrough()))) {
    const result = { ...test, id: plainId(test.id) };
    if (isNoTest(result)) continue;
    results.set(result.id, result);
    console.log(
      `${String(results.size).padStart(5)}  ${result.outcome}  ${result.seconds.toFixed(2).padStart(6)} s  ${result.id}`,
    );
  }
  if (children.ending) throw new Failure('interrupted');
  if (results.size === 0)
    throw new Failure(`no test ran for ${selection}:\n${complaints.trimEnd()}`, `See ${join(folder, 'tempest.log')}.`);
  return results;
}

function report(comparison, log) {
  const lastLines = (text) =>
    text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(-failureLines);
  const print = (title, rows, describe) => {
    if (rows.length === 0) return;
    log(`\n${title}: ${rows.length}`);
    for (const row of rows) {
      log(`  ${row.id}${describe(row)}`);
      for (const line of lastLines(row.text ?? '')) log(`      ${line}`);
    }
  };
  print(
    'Improvements (passes here, not on the Python services)',
    comparison.improvements,
    ({ before }) => `  was ${before}`,
  );
  print(
    'Fails here, and did not pass on the Python services',
    comparison.failures,
    ({ id, before = 'not there' }) => `  was ${before}${failsInZed.has(id) ? `: ${failsInZed.get(id)}` : ''}`,
  );
  print(
    'REGRESSIONS (passed on the Python services, not here)',
    comparison.regressions,
    ({ outcome }) => `  ${outcome}`,
  );
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'auth-url': { type: 'string' },
      'admin-password': { type: 'string' },
      'http-image': { type: 'string' },
      concurrency: { type: 'string', default: '2' },
      'state-dir': { type: 'string' },
      separate: { type: 'boolean', default: false },
      everything: { type: 'boolean', default: false },
    },
  });
  const [area, ...rest] = positionals;
  if (area === undefined || rest.length > 0)
    throw new Failure('one area or regular expression is wanted', `Areas: ${areas.join(', ')}.`);
  if (values['auth-url'] !== undefined && values['admin-password'] === undefined)
    throw new Failure('--auth-url without --admin-password');
  const selection = areas.includes(area) ? `tempest\\.api\\.${area}\\.` : area;
  const reference = readReference(new RegExp(selection));

  const up = spawnSync(process.execPath, [join(root, 'tools', 'services', 'up.mjs'), '--tempest'], {
    stdio: 'inherit',
  });
  if (up.status !== 0) return 1;
  const folder =
    values['state-dir'] === undefined
      ? mkdtempSync(join(tmpdir(), 'stackport-tempest-'))
      : resolve(values['state-dir']);
  mkdirSync(folder, { recursive: true });
  const children = new Children();
  let stackport;
  try {
    const port = await serveSmallFile();
    let cloud;
    if (values['auth-url'] === undefined) {
      const backends = values.everything ? ['first', 'second'] : ['file'];
      stackport = await (values.separate ? startSeparate : startTogether)(children, {
        folder,
        backends,
        importPort: port,
        everything: values.everything,
      });
      cloud = stackport.cloud;
    } else {
      cloud = adminOf(values['auth-url'], values['admin-password']);
    }
    const httpImage = values['http-image'] ?? `http://127.0.0.1:${port}/small.img`;
    writeFileSync(
      join(folder, 'tempest.conf'),
      await tempestConfiguration(await CloudSession.open(cloud), { folder, httpImage, everything: values.everything }),
    );
    say(`running ${selection} against ${cloud.authUrl}, in ${folder}`);
    const results = await runTests(children, { folder, selection, concurrency: values.concurrency });
    const comparison = compare(reference, results);
    report(comparison, console.log);
    const count = (outcome) => [...results.values()].filter((result) => result.outcome === outcome).length;
    if (reference.size === 0) say(`there are no reference results for ${selection}`);
    else
      say(
        `${comparison.regressions.length} regressions, ${comparison.improvements.length} improvements against ${reference.size} reference results`,
      );
    console.log(`${count('PASS')} passed, ${count('FAIL')} failed, ${count('SKIP')} skipped`);
    // What was skipped there was switched off; what failed there needs a network service.
    const unexcused = comparison.failures.filter(({ id, before }) => before !== 'FAIL' && !failsInZed.has(id));
    const mayFail = reference.size > 0 && !values.everything;
    const isWorse = comparison.regressions.length > 0 || (!mayFail && unexcused.length > 0);
    if (!isWorse && values['state-dir'] === undefined) rmSync(folder, { recursive: true });
    return isWorse ? 1 : 0;
  } finally {
    await stackport?.stop();
  }
}

await runCommand('tempest', main);
