// SPDX-License-Identifier: Apache-2.0

/** A header value with its parameters: `application/json; version=2.1`. */
export interface HeaderOptions {
  readonly value: string;
  readonly parameters: ReadonlyMap<string, string | undefined>;
}

const QUOTED = '"[^"\\\\]*(?:\\\\.[^"\\\\]*)*"';
const PIECE = new RegExp(`;\\s*([^\\s;=]+|${QUOTED})\\s*(?:=\\s*([^;]+|${QUOTED}))?\\s*`, 'g');

/** Splits a header value from its parameters; quotes around a parameter are dropped. */
export function parseOptions(header: string): HeaderOptions {
  if (header === '') return { value: '', parameters: new Map() };
  const [first, ...rest] = [...`;${header}`.matchAll(PIECE)];
  const parameters = rest.map((piece) => [unquoted(piece[1] ?? ''), piece[2] && unquoted(piece[2])] as const);
  return { value: first?.[1] ?? '', parameters: new Map(parameters) };
}

/** The entries of an Accept header in their order. */
export function parseAccept(header: string): HeaderOptions[] {
  const entries = header.match(/(?:[^",]|"(?:\\.|[^"\\])*"?)+/g) ?? [];
  return entries.map((entry) => parseOptions(unquoted(entry.trim())));
}

/** The supported type of the best quality; of equal ones the entry with fewer stars, then the first (nova, Zed). */
export function bestMatch(
  accepted: readonly HeaderOptions[],
  supported: readonly string[],
): { type: string | undefined; parameters: HeaderOptions['parameters'] } {
  let best = {
    quality: -1,
    mask: '*/*',
    type: undefined as string | undefined,
    parameters: new Map() as HeaderOptions['parameters'],
  };
  for (const type of supported) {
    for (const { value: mask, parameters } of accepted) {
      const quality = Number(parameters.get('q') ?? 1);
      if (Number.isNaN(quality) || quality < best.quality) continue;
      if (quality === best.quality && stars(best.mask) <= stars(mask)) continue;
      if (covers(mask, type)) best = { quality, mask, type, parameters };
    }
  }
  return best;
}

function covers(mask: string, type: string): boolean {
  if (!mask.includes('*')) return mask === type;
  return mask === '*/*' || mask.slice(0, -2) === type.split('/', 1)[0];
}

function stars(mask: string): number {
  return mask.split('*').length - 1;
}

function unquoted(text: string): string {
  return text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}
