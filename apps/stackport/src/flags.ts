// SPDX-License-Identifier: Apache-2.0
import { parseArgs } from 'node:util';

/** The command line was wrong: exit code 2. */
export class UsageError extends Error {}

/** What has a port of its own, each with `--<name>-port`. */
const PORTS = {
  keystone: { standard: 5000, title: 'identity service' },
  glance: { standard: 9292, title: 'Image service' },
  cinder: { standard: 8776, title: 'Block Storage service' },
  placement: { standard: 8778, title: 'Placement service' },
  nova: { standard: 8774, title: 'Compute service' },
  metadata: { standard: 8775, title: 'what servers are told of themselves' },
} as const;

/** Drivers of servers. */
const DRIVERS = ['fake', 'qemu'] as const;

export type ComputeDriverName = (typeof DRIVERS)[number];

export type ServiceName = keyof typeof PORTS;

const SERVICE_NAMES = Object.keys(PORTS) as ServiceName[];

export interface Flags {
  readonly stateDir: string;
  /** Address to listen on. */
  readonly host: string;
  /** Host in the catalog's URLs; the Host header of each request where none is given. */
  readonly publicHost: string | undefined;
  readonly adminPassword: string | undefined;
  readonly ports: Readonly<Record<ServiceName, number>>;
  /** What servers are: remembered only, or virtual machines of QEMU. */
  readonly computeDriver: ComputeDriverName;
  /** Folder with keystone.conf, glance-api.conf, … that override what is built in. */
  readonly configDir: string | undefined;
  readonly reset: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

export const usage = `Usage: npm start -- [flags]

  --state-dir DIR        folder for databases, images and credentials (.stackport)
  --host ADDRESS         address to listen on (127.0.0.1)
  --public-host NAME     host in the catalog's URLs (the one that the client used)
  --admin-password TEXT  password of the user admin (made at the first start)
${SERVICE_NAMES.map((name) => `  ${`--${name}-port PORT`.padEnd(22)} ${PORTS[name].title} (${PORTS[name].standard})`).join('\n')}
  --compute-driver NAME  fake, or qemu for real virtual machines (fake)
  --config-dir DIR       folder with keystone.conf, glance-api.conf, cinder.conf, placement.conf and nova.conf that
                         override what is built in
  --reset                empty the state folder first
  --help, --version
`;

const string = { type: 'string' } as const;
const portFlags = Object.fromEntries(SERVICE_NAMES.map((name) => [`${name}-port`, string])) as Record<
  `${ServiceName}-port`,
  typeof string
>;
const boolean = { type: 'boolean', default: false } as const;

/** Reads the command line. Throws `UsageError` naming the flag and what it takes. */
export function parseFlags(argv: readonly string[]): Flags {
  const values = parse(argv);
  const port = (name: ServiceName): number => {
    const text = values[`${name}-port`] ?? String(PORTS[name].standard);
    if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
      throw new UsageError(`--${name}-port takes a port from 0 to 65535, not ${text}`);
    return Number(text);
  };
  return {
    stateDir: values['state-dir'] ?? '.stackport',
    host: values.host ?? '127.0.0.1',
    publicHost: values['public-host'],
    adminPassword: values['admin-password'],
    ports: Object.fromEntries(SERVICE_NAMES.map((name) => [name, port(name)])) as Record<ServiceName, number>,
    computeDriver: driverOf(values['compute-driver'] ?? 'fake'),
    configDir: values['config-dir'],
    reset: values.reset,
    help: values.help,
    version: values.version,
  };
}

function driverOf(text: string): ComputeDriverName {
  const found = DRIVERS.find((name) => name === text);
  if (found === undefined) throw new UsageError(`--compute-driver takes ${DRIVERS.join(' or ')}, not ${text}`);
  return found;
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        'state-dir': string,
        host: string,
        'public-host': string,
        'admin-password': string,
        ...portFlags,
        'compute-driver': string,
        'config-dir': string,
        reset: boolean,
        help: boolean,
        version: boolean,
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
