// SPDX-License-Identifier: Apache-2.0
import { pythonRepr, pythonStr } from '@stackport/config';

export type Target = Readonly<Record<string, unknown>>;

/** The text for a target; undefined where the target lacks a name. */
export type Template = (target: Target) => string | undefined;

const PIECE = /%(?:%|\(([^)]*)\)([srdi])?)?|[^%]+/g;

/**
 * Compiles the right side of a check, Python's `match % target`: a plain text, or a function of the target.
 * Undefined for what Python's formatting refuses.
 */
export function compileTemplate(text: string): string | Template | undefined {
  const pieces: (string | Template)[] = [];
  for (const [whole, name, conversion] of text.matchAll(PIECE)) {
    if (!whole.startsWith('%')) pieces.push(whole);
    else if (whole === '%%') pieces.push('%');
    else if (name === undefined || conversion === undefined) return undefined;
    else pieces.push(valueOf(name, conversion));
  }
  if (pieces.every((piece) => typeof piece === 'string')) return pieces.join('');
  const [only] = pieces;
  return pieces.length === 1 && typeof only === 'function' ? only : joined(pieces);
}

function joined(pieces: readonly (string | Template)[]): Template {
  return (target) => {
    let text = '';
    for (const piece of pieces) {
      const part = typeof piece === 'string' ? piece : piece(target);
      if (part === undefined) return undefined;
      text += part;
    }
    return text;
  };
}

function valueOf(name: string, conversion: string): Template {
  const path = name.includes('.') ? name.split('.') : undefined;
  return (target) => {
    let value = member(target, name);
    // Upstream has flat targets with dotted keys; a nested one is the same to us.
    if (value === undefined && path !== undefined) value = path.reduce<unknown>(member, target);
    if (typeof value === 'string' && conversion === 's') return value;
    if (value === undefined) return undefined;
    if (conversion === 's') return pythonStr(value);
    if (conversion === 'r') return pythonRepr(value);
    return typeof value === 'number' ? String(Math.trunc(value)) : undefined;
  };
}

/** An attribute of an object; what every object has, such as `constructor`, is none. */
export function member(owner: unknown, name: string): unknown {
  if (typeof owner !== 'object' || owner === null) return undefined;
  const value = (owner as Readonly<Record<string, unknown>>)[name];
  if (value === undefined || typeof value === 'string') return value;
  return typeof value === 'function' || name === '__proto__' ? undefined : value;
}
