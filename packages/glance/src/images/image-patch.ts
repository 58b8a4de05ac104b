// SPDX-License-Identifier: Apache-2.0
import { pythonStr } from '@stackport/config';
import { Invalid } from '../errors.js';

/** One change of an image: what to do to the attribute (or the entry of `locations`) that the path names. */
export interface ImageChange {
  readonly operation: 'add' | 'remove' | 'replace';
  readonly path: readonly string[];
  /** Absent for `remove`. */
  readonly value?: unknown;
  /** Draft of the JSON patch document: 4 for the v2.0 media type, 10 for v2.1. */
  readonly draft: 4 | 10;
}

const OPERATIONS = ['add', 'remove', 'replace'] as const;
/** `locations` has entries that can be named; all other attributes are one word. */
const LOCATION_DEPTH = { add: 2, remove: 2, replace: 1 } as const;

/** Reads a patch document of either draft. Throws `Invalid` with upstream's words (api/v2/images.py, Zed). */
export function parseImagePatch(body: unknown, draft: 4 | 10): ImageChange[] {
  if (!Array.isArray(body)) throw new Invalid('Request body must be a JSON array of operation objects.');
  return body.map((raw: unknown) => {
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
      throw new Invalid('Operations must be JSON objects.');
    const change = raw as Record<string, unknown>;
    const operation = draft === 10 ? operationOfDraft10(change) : operationOfDraft4(change);
    const pointer = draft === 10 ? change.path : change[operation];
    if (pointer === undefined) throw new Invalid("Unable to find 'path' in JSON Schema change");
    if (typeof pointer !== 'string')
      throw new Invalid(`Pointer \`${JSON.stringify(pointer)}\` does not start with "/".`);
    const path = decodePointer(pointer);
    const depth = path[0] === 'locations' ? LOCATION_DEPTH[operation] : 1;
    if (path.length !== depth) throw new Invalid(`Invalid JSON pointer for this resource: '/${path.join('/')}'`);
    if (operation === 'remove') return { operation, path, draft };
    if (!Object.hasOwn(change, 'value')) throw new Invalid(`Operation "${operation}" requires a member named "value".`);
    return { operation, path, value: change.value, draft };
  });
}

function operationOfDraft10(change: Record<string, unknown>): ImageChange['operation'] {
  const given = change.op;
  if (given === undefined || given === null)
    throw new Invalid(
      `Unable to find \`op\` in JSON Schema change. It must be one of the following: ${OPERATIONS.join(', ')}.`,
    );
  const operation = OPERATIONS.find((one) => one === given);
  if (operation === undefined)
    throw new Invalid(
      `Invalid operation: \`${pythonStr(given)}\`. It must be one of the following: ${OPERATIONS.join(', ')}.`,
    );
  return operation;
}

function operationOfDraft4(change: Record<string, unknown>): ImageChange['operation'] {
  const [operation, ...more] = OPERATIONS.filter((one) => Object.hasOwn(change, one));
  if (more.length > 0)
    throw new Invalid('Operation objects must contain only one member named "add", "remove", or "replace".');
  if (operation === undefined)
    throw new Invalid('Operation objects must contain exactly one member named "add", "remove", or "replace".');
  return operation;
}

/** The limited form of JSON pointer that glance takes. */
function decodePointer(pointer: string): string[] {
  if (!pointer.startsWith('/')) throw new Invalid(`Pointer \`${pointer}\` does not start with "/".`);
  if (/\/\s*?\//.test(pointer.slice(1))) throw new Invalid(`Pointer \`${pointer}\` contains adjacent "/".`);
  if (pointer.length > 1 && pointer.endsWith('/')) throw new Invalid(`Pointer \`${pointer}\` end with "/".`);
  if (/~[^01]/.test(pointer) || pointer.endsWith('~'))
    throw new Invalid(`Pointer \`${pointer}\` contains "~" not part of a recognized escape sequence.`);
  return pointer
    .replace(/^\/+/, '')
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~').trim());
}
