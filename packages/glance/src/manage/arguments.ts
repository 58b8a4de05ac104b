// SPDX-License-Identifier: Apache-2.0
import { parseArgs } from 'node:util';
import { ManageError } from './manage-error.js';

/** A command line of glance-manage in its parts. */
export interface ManageArguments {
  /** What the configuration is read with: the options before the command. */
  readonly configuration: readonly string[];
  readonly category: 'db' | 'cache';
  /** `sync`, `list-cached`, … */
  readonly action: string;
  readonly rest: readonly string[];
}

const VALUED = ['--config-file', '--config-dir'];

/**
 * Divides a command line: `[options] db <action> …`, upstream's old `[options] db_<action> …`, `[options] cache <action> …`.
 * @throws ManageError with the usage where there is no command
 */
export function divide(argv: readonly string[]): ManageArguments {
  const at = argv.findIndex(
    (word, index) => /^(db|cache|db_\w+)$/.test(word) && !VALUED.includes(argv[index - 1] ?? ''),
  );
  const [word = '', ...after] = argv.slice(at < 0 ? argv.length : at);
  const configuration = argv.slice(0, Math.max(at, 0));
  if (word.startsWith('db_')) return { configuration, category: 'db', action: word.slice(3), rest: after };
  const [action, ...rest] = after;
  if ((word !== 'db' && word !== 'cache') || action === undefined) throw new ManageError(USAGE, 2);
  return { configuration, category: word, action, rest };
}

export const USAGE = `usage: glance-manage [options] category action [<args>]
Available categories:
\tdb\tsync, version, check, upgrade, expand, migrate, contract, load_metadefs, unload_metadefs, export_metadefs, purge, purge_images_table
\tcache\tlist-cached, list-queued, queue-image, delete-cached-image, delete-all-cached-images, delete-queued-image, delete-all-queued-images, prune, clean`;

/**
 * The options of one action, by name, with what stands there by place given the names of `places`, in their order: so
 * that upstream's old commands have them.
 * @throws ManageError for what the action has not
 */
export function optionsOf(
  rest: readonly string[],
  { texts = [], flags = [] }: { readonly texts?: readonly string[]; readonly flags?: readonly string[] },
): Readonly<Record<string, string | true | undefined>> {
  const names = [...texts, ...flags];
  try {
    const { values, positionals } = parseArgs({
      args: withNegatives(rest),
      allowPositionals: true,
      options: Object.fromEntries(
        names.map((name) => [name, { type: texts.includes(name) ? ('string' as const) : ('boolean' as const) }]),
      ),
    });
    const surplus = positionals[names.length];
    if (surplus !== undefined) throw new Error(`unrecognized arguments: ${surplus}`);
    const given: Record<string, string | true | undefined> = {};
    for (const [index, value] of positionals.entries()) {
      const name = names[index] ?? '';
      if (texts.includes(name)) given[name] = value;
      else if (value.toLowerCase() === 'true') given[name] = true;
    }
    return { ...given, ...(values as Record<string, string | true>) };
  } catch (error) {
    throw new ManageError((error as Error).message, 2, { cause: error });
  }
}

/** A negative number after an option is its value, as Python's argparse has it. */
function withNegatives(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const before = joined.at(-1);
    if (/^-\d+$/.test(word) && before !== undefined && /^--\w+$/.test(before))
      joined[joined.length - 1] = `${before}=${word}`;
    else joined.push(word);
  }
  return joined;
}
