// SPDX-License-Identifier: Apache-2.0
import { parseArgs } from 'node:util';

/** The command line was wrong: exit code 2. */
export class UsageError extends Error {}

export interface Flags {
  readonly stateDir: string;
  /** Address to listen on. */
  readonly host: string;
  /** Host in the catalog's URLs; the Host header of each request where none is given. */
  readonly publicHost: string | undefined;
  readonly adminPassword: string | undefined;
  readonly ports: { readonly keystone: number; readonly glance: number };
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
  --keystone-port PORT   identity service (5000)
  --glance-port PORT     Image service (9292)
  --config-dir DIR       folder with keystone.conf and glance-api.conf that override what is built in
  --reset                empty the state folder first
  --help, --version
`;

const string = { type: 'string' } as const;
const boolean = { type: 'boolean', default: false } as const;

/** Reads the command line. Throws `UsageError` naming the flag and what it takes. */
export function parseFlags(argv: readonly string[]): Flags {
  const values = parse(argv);
  const port = (name: 'keystone-port' | 'glance-port', fallback: number): number => {
    const text = values[name] ?? String(fallback);
    if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
      throw new UsageError(`--${name} takes a port from 0 to 65535, not ${text}`);
    return Number(text);
  };
  return {
    stateDir: values['state-dir'] ?? '.stackport',
    host: values.host ?? '127.0.0.1',
    publicHost: values['public-host'],
    adminPassword: values['admin-password'],
    ports: { keystone: port('keystone-port', 5000), glance: port('glance-port', 9292) },
    configDir: values['config-dir'],
    reset: values.reset,
    help: values.help,
    version: values.version,
  };
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
        'keystone-port': string,
        'glance-port': string,
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
