// SPDX-License-Identifier: Apache-2.0
import { BadTaskInput } from '../errors.js';
import type { UriFilter } from '../import/uri-filter.js';

/**
 * The URL that an `import` task gets its data from. Throws `BadTaskInput` with upstream's words
 * (common/scripts/utils.py, validate_legacy_import_from_uri) for one that it may not ask.
 */
export async function importSource(given: unknown, filter: UriFilter): Promise<string> {
  if (given === undefined || given === null || given === '' || typeof given !== 'string')
    throw new BadTaskInput(
      `Invalid location: ${given === undefined || given === null ? 'None' : JSON.stringify(given).replace(/^"|"$/g, '')}`,
    );
  if (/^https?:\/\//.test(given)) {
    if (await filter.allows(given)) return given;
    throw new BadTaskInput(`URI for legacy import task does not pass filtering: ${given}`);
  }
  if (/^(file|filesystem):\/\/\//.test(given))
    throw new BadTaskInput('File based imports are not allowed. Please use a non-local source of image data.');
  throw new BadTaskInput(
    "The given uri is not valid. Please specify a valid uri from the following list of supported uri ['http']",
  );
}
