// SPDX-License-Identifier: Apache-2.0
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Failure } from './failure.mjs';

const run = promisify(execFile);
const statement = "ALTER USER root@localhost IDENTIFIED VIA unix_socket OR mysql_native_password USING PASSWORD('')";

/**
 * Lets root in without a password over TCP from this machine. Only for a MariaDB that was installed a moment ago, for the tests: Debian's
 * lets root in through its socket alone.
 */
export async function openMariadb() {
  await run('mariadb', ['-e', statement]).catch((error) => {
    throw new Failure(
      `MariaDB was installed, but root cannot be let in: ${error.stderr ?? error.message}`,
      `Run: sudo mariadb -e "${statement}"`,
    );
  });
}
