// SPDX-License-Identifier: Apache-2.0
import http from 'node:http';
import { readFile, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { Program, type Settings } from './fixtures/program.js';
import type { ServerOptions } from './options.js';

const programs: Program[] = [];

function settings(options: Partial<ServerOptions> = {}, more: Partial<Settings> = {}): Settings {
  return {
    options: { name: 'fixture', bindHost: '127.0.0.1', bindPort: 0, workers: 2, ...options },
    ...more,
  };
}

async function start(...values: Parameters<typeof settings>): Promise<Program> {
  const program = await Program.start(settings(...values));
  programs.push(program);
  return program;
}

async function run(...values: Parameters<typeof settings>): Promise<Program> {
  const program = await Program.run(settings(...values));
  programs.push(program);
  return program;
}

afterEach(async () => {
  await Promise.all(programs.splice(0).map((program) => program.end()));
});

async function get(url: string, agent?: http.Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { agent: agent ?? false }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () =>
        response.statusCode === 200 ? resolve(text) : reject(new Error(String(response.statusCode))),
      );
      response.on('error', reject);
    });
    request.on('error', reject);
  });
}

interface Load {
  stop(): Promise<{ answered: number; failures: string[]; values: Set<string> }>;
}

/** Clients that ask again and again: half of them on kept connections, half on a new one each time. */
function load(url: string, clients = 8): Load {
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
  const failures: string[] = [];
  const values = new Set<string>();
  let answered = 0;
  let running = true;
  const loop = async (own: http.Agent | undefined): Promise<void> => {
    while (running) {
      try {
        values.add(await get(url, own));
        answered += 1;
      } catch (error) {
        failures.push(String(error));
      }
    }
  };
  const loops = Array.from({ length: clients }, (_one, index) => loop(index % 2 === 0 ? agent : undefined));
  return {
    stop: async () => {
      running = false;
      await Promise.all(loops);
      agent.destroy();
      return { answered, failures, values };
    },
  };
}

describe('worker processes', () => {
  it('are as many as configured, share the port, and are logged (G0-32, G0-34, G0-37, G3-04)', async () => {
    const program = await start({ workers: 3 });
    const workers = await program.workers();
    const seen = new Set<string>();
    await program.until(async () => seen.add(await get(`${program.url}/pid`)).size === 3);
    expect([...seen].map(Number).sort()).toEqual(workers.sort());
    expect(program.output).toContain('INFO Starting 3 workers\n');
    // G0-14: nothing that the service writes is open to others.
    expect(await readFile(`/proc/${workers[0]}/status`, 'utf8')).toMatch(/^Umask:\s+0027$/m);
    for (const pid of workers) expect(program.output).toContain(`INFO Started child ${pid}\n`);
  });

  it('a killed one is replaced while the other answers (G0-37)', async () => {
    const program = await start();
    const before = await program.workers();
    const [victim, survivor] = before as [number, number];
    process.kill(victim, 'SIGKILL');
    await program.logged(new RegExp(`Removed dead child ${victim}`));
    expect(Number(await get(`${program.url}/pid`))).toBe(survivor);
    await program.until(async () => (await program.workers()).length === 2);
    const seen = new Set<string>();
    await program.until(async () => seen.add(await get(`${program.url}/pid`)).size === 2);
    expect(seen.has(String(victim))).toBe(false);
    expect(seen.has(String(survivor))).toBe(true);
  });

  it('with all of them killed, clients wait for the next ones and are not refused', async () => {
    const program = await start();
    for (const worker of await program.workers()) process.kill(worker, 'SIGKILL');
    const answers = await Promise.all(Array.from({ length: 20 }, () => get(`${program.url}/pid`)));
    expect(answers).toHaveLength(20);
    await program.until(async () => (await program.workers()).length === 2);
  });

  it('one that crashes of an uncaught error is replaced, and the error is logged with its stack', async () => {
    const program = await start({ workers: 1 });
    const [before] = await program.workers();
    await get(`${program.url}/crash`);
    await program.logged(/CRITICAL Unhandled error Error: a bug that nobody caught\n\s+at /);
    await program.logged(new RegExp(`Removed dead child ${before}`));
    await program.until(async () => (await program.workers()).length === 1);
    expect(Number(await get(`${program.url}/pid`))).not.toBe(before);
  });

  it('one that ended with a failure is not replaced; when all are gone the server ends (G0-37)', async () => {
    const program = await start();
    const workers = await program.workers();
    await get(`${program.url}/exit?code=1`).catch(() => undefined);
    const [, pid] = await program.logged(/Not respawning child (\d+), cannot recover from termination/);
    const others = workers.filter((worker) => worker !== Number(pid));
    expect(others).toHaveLength(1);
    await sleep(1500);
    expect(await program.workers()).toEqual(others);
    await get(`${program.url}/exit?code=1`).catch(() => undefined);
    await program.logged(/All workers have terminated\. Exiting/);
    expect(await program.exited).toBe(1);
  });

  it('one that exits with status 0 is replaced', async () => {
    const program = await start({ workers: 1 });
    const [before] = await program.workers();
    await get(`${program.url}/exit?code=0`).catch(() => undefined);
    await program.logged(new RegExp(`Removed dead child ${before}`));
    expect(Number(await get(`${program.url}/pid`))).not.toBe(before);
    expect(program.output).not.toContain('Not respawning');
  });

  it('one that fails at its start is not started again while the other serves', async () => {
    const program = await start();
    const once = join(program.folder, 'fail-once');
    await writeFile(once, '');
    await program.configure(settings({}, { failOnce: once }));
    program.signal('SIGHUP');
    await program.logged(/Not respawning child \d+/);
    await program.until(async () => (await program.workers()).length === 1);
    await sleep(1500);
    expect(await program.workers()).toHaveLength(1);
    expect(await get(`${program.url}/pid`)).toMatch(/^\d+$/);
  });

  it('an application that cannot be built ends the server with the reason in the log', async () => {
    const program = await run({}, { fail: true });
    expect(await program.exited).toBe(2);
    expect(program.output).toContain('the application cannot be built');
    expect(program.output).toContain(
      'CRITICAL WorkerCreationFailure: No worker could be started: the application cannot be built',
    );
  });

  it('end themselves after their requests when the parent is killed', async () => {
    const program = await start();
    const workers = await program.workers();
    const slow = get(`${program.url}/slow?ms=700`);
    await sleep(200);
    program.signal('SIGKILL');
    expect(await slow).toBe('done');
    await program.until(() => workers.every((pid) => !isAlive(pid)));
  });

  it('a busy one is passed over: new connections go to the other', async () => {
    const program = await start();
    const blocked = get(`${program.url}/block?ms=4000`);
    await sleep(100);
    const started = performance.now();
    // Two of them may still go to the blocked worker, which shows only then that it takes no more.
    const answers = Array.from({ length: 11 }, () => get(`${program.url}/pid`));
    let done = 0;
    for (const answer of answers) void answer.then(() => (done += 1));
    await program.until(() => done >= 9);
    expect(performance.now() - started).toBeLessThan(3000);
    await Promise.all([blocked, ...answers]);
  });
});

describe('SIGTERM and SIGINT', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    '%s drains what is in flight and ends all children (G0-35)',
    async (signal) => {
      const program = await start();
      const slow = Array.from({ length: 6 }, () => get(`${program.url}/slow?ms=800`));
      await sleep(300);
      program.signal(signal);
      expect(await Promise.all(slow)).toEqual(Array(6).fill('done'));
      expect(await program.exited).toBe(0);
      expect(program.output.match(/application closed/g)).toHaveLength(2);
      expect(program.output.match(/Child \d+ exiting normally/g)).toHaveLength(2);
    },
  );

  it('cut off what is not done in the graceful time', async () => {
    const program = await start({ gracefulShutdownTimeout: 1 });
    const started = performance.now();
    const slow = get(`${program.url}/slow?ms=60000`);
    const failed = expect(slow).rejects.toThrow();
    await sleep(200);
    program.signal('SIGTERM');
    expect(await program.exited).toBe(0);
    await failed;
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('to a worker alone makes it finish and leave, and another takes its place', async () => {
    const program = await start();
    const [worker] = await program.workers();
    const running = load(`${program.url}/pid`);
    await sleep(200);
    process.kill(worker as number, 'SIGTERM');
    await program.logged(new RegExp(`Removed stale child ${worker}`));
    await program.until(async () => (await program.workers()).length === 2);
    await sleep(300);
    expect((await running.stop()).failures).toEqual([]);
  });
});

describe('SIGHUP', () => {
  it('under load takes the new configuration, and no request is refused or dropped (G0-36)', async () => {
    const program = await start({}, { generation: 0 });
    const running = load(`${program.url}/generation`);
    const slow = get(`${program.url}/slow?ms=3500`);
    for (let generation = 1; generation <= 3; generation++) {
      const before = await program.workers();
      await program.configure(settings({ backlog: 100 + generation }, { generation }));
      program.signal('SIGHUP');
      await program.until(async () => (await get(`${program.url}/generation`)) === String(generation));
      for (const pid of before) if (generation > 1) await program.logged(new RegExp(`Removed stale child ${pid}`));
    }
    expect(await slow).toBe('done');
    const { answered, failures, values } = await running.stop();
    expect(failures).toEqual([]);
    expect(answered).toBeGreaterThan(100);
    expect([...values].sort()).toEqual(['0', '1', '2', '3']);
    await program.until(async () => (await program.workers()).length === 2);
  });

  it('an upload that began before it is finished by the old worker', async () => {
    const program = await start({ workers: 1 });
    const [old] = await program.workers();
    const answer = new Promise<string>((resolve, reject) => {
      const request = http.request(`${program.url}/sink`, { method: 'PUT', agent: false }, (response) => {
        expect(response.headers.connection).toBe('close');
        response.on('data', (chunk: Buffer) => resolve(chunk.toString()));
      });
      request.on('error', reject);
      request.write(Buffer.alloc(1000));
      void program.logged(new RegExp(`Started child (?!${old})`)).then(async () => {
        await sleep(1000);
        request.end(Buffer.alloc(1000));
      });
    });
    await sleep(200);
    program.signal('SIGHUP');
    expect(await answer).toBe('2000');
    await program.logged(new RegExp(`Removed stale child ${old}`));
  });

  it('with another port opens it and closes the old one (G0-30)', async () => {
    const program = await start();
    const before = program.port;
    await program.configure(settings({ bindPort: await freePort() }));
    program.signal('SIGHUP');
    await program.until(() => program.port !== before);
    await program.until(async () =>
      get(`${program.url}/pid`).then(
        () => true,
        () => false,
      ),
    );
    await program.until(async () =>
      get(`http://127.0.0.1:${before}/pid`).then(
        () => false,
        (error: unknown) => String(error).includes('ECONNREFUSED'),
      ),
    );
  });

  it('with another address of the same port moves to it', async () => {
    const port = await freePort();
    const program = await start({ bindPort: port });
    await program.configure(settings({ bindPort: port, bindHost: '0.0.0.0' }));
    program.signal('SIGHUP');
    await program.logged(/listening on 0\.0\.0\.0:/);
    expect(await get(`${program.url}/pid`)).toMatch(/\d+/);
  });

  it('with a number of workers takes that number', async () => {
    const program = await start({ workers: 1 });
    await program.configure(settings({ workers: 3 }));
    program.signal('SIGHUP');
    await program.logged(/Removed stale child/);
    await program.until(async () => (await program.workers()).length === 3);
  });

  it.each([
    ['a file that cannot be read', '{', /SyntaxError/],
    ['a value out of range', JSON.stringify(settings({ backlog: 0 })), /The backlog must be more than 0/],
    [
      'an application that cannot be built',
      JSON.stringify(settings({}, { fail: true })),
      /No worker could be started with the new/,
    ],
  ])('with %s keeps the old configuration and the old workers', async (_what, text, message) => {
    const program = await start();
    const before = await program.workers();
    await writeFile(join(program.folder, 'service.json'), text);
    program.signal('SIGHUP');
    await program.logged(/ERROR The configuration could not be reloaded; the previous one stays/);
    expect(program.output).toMatch(message);
    await program.until(async () => (await program.workers()).length === 2);
    expect((await program.workers()).sort()).toEqual(before.sort());
    expect(before).toContain(Number(await get(`${program.url}/pid`)));
  });

  it('without workers puts a new application in the place of the old, which finishes its requests', async () => {
    const program = await start({ workers: 0 }, { generation: 0 });
    const running = load(`${program.url}/generation`, 4);
    const slow = get(`${program.url}/slow?ms=1500`);
    await sleep(200);
    await program.configure(settings({ workers: 0 }, { generation: 1 }));
    program.signal('SIGHUP');
    await program.until(async () => (await get(`${program.url}/generation`)) === '1');
    expect(program.output).not.toContain('application closed');
    expect(await slow).toBe('done');
    await program.logged(/application closed/);
    expect((await running.stop()).failures).toEqual([]);
    program.signal('SIGTERM');
    expect(await program.exited).toBe(0);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
