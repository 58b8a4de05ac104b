// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { unpackPackage } from './debian.mjs';

/**
 * The conf, paste and other files that a Debian package brings for /etc, unmodified. They are fetched once.
 * @param {string} name - of the package, say glance-common
 * @returns {Promise<string>} the folder that they are in
 * @throws {import('./failure.mjs').Failure} when Debian's mirror cannot be reached
 */
export async function stockFiles(name) {
  const unpacked = await unpackPackage(name);
  // Debian's OpenStack packages keep the originals here and copy them to /etc when they are configured.
  const originals = join(unpacked, 'usr', 'share', name);
  return existsSync(originals) ? originals : join(unpacked, 'etc');
}
