// SPDX-License-Identifier: Apache-2.0

/** What uwsgi needs to serve a Python application. */
export const uwsgiPackages = ['uwsgi-core', 'uwsgi-plugin-python3', 'python3-pymysql', 'python3-memcache'];

/**
 * The command that serves a WSGI script, with Debian's settings where they matter to a client: it closes each connection after its answer.
 * Unlike Debian's it leaves Content-Length in.
 * @param {{ port: number, workers: number, script: string, args?: readonly string[] }} application - args: for the script
 * @returns {{ command: string, args: string[] }}
 */
export function uwsgi({ port, workers, script, args = [] }) {
  const options = {
    'http-socket': `127.0.0.1:${port}`,
    processes: workers,
    threads: 32,
    listen: 100,
    'buffer-size': 65535,
    'add-header': 'Connection: close',
    'wsgi-file': script,
  };
  const flags = ['master', 'thunder-lock', 'lazy-apps', 'no-orphans', 'die-on-term', 'enable-threads', 'need-app'];
  return {
    command: 'uwsgi_python3',
    args: [
      ...flags.map((flag) => `--${flag}`),
      ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
      ...(args.length > 0 ? ['--pyargv', args.join(' ')] : []),
    ],
  };
}
