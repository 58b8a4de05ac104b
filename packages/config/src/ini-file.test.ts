// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from './errors.js';
import { parseIni } from './ini-file.js';

function values(text: string): Record<string, Record<string, string[]>> {
  const { sections } = parseIni(text, '/etc/x.conf');
  return Object.fromEntries(
    [...sections.values()].map(({ name, values: map }) => [
      name,
      Object.fromEntries([...map].map(([key, list]) => [key, list.map((one) => one.text)])),
    ]),
  );
}

function failure(text: string): ConfigurationError {
  try {
    parseIni(text, '/etc/x.conf');
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('parsed');
}

describe("oslo's file syntax", () => {
  it('reads both separators, whichever comes first', () => {
    expect(values('[DEFAULT]\na = b:c\nd: e=f\ng=h\n')).toEqual({
      DEFAULT: { a: ['b:c'], d: ['e=f'], g: ['h'] },
    });
  });

  it('joins continuation lines by line feeds, comment signs in them included', () => {
    expect(values('[a]\nk = first\n   second\n\t# third\n')).toEqual({
      a: { k: ['first\nsecond\n# third'] },
    });
  });

  it('ends a value at a blank line and at a comment', () => {
    expect(values('[a]\nk = 1\n   \nl = 2\n# c\n; d\nm = 3')).toEqual({
      a: { k: ['1'], l: ['2'], m: ['3'] },
    });
    expect(failure('[a]\nk = 1\n\n  more\n').message).toBe(
      "Failed to parse /etc/x.conf: at /etc/x.conf:4, Unexpected continuation line: '  more'",
    );
    expect(failure('[a]\nk = 1\n# c\n  more\n').problems[0]?.line).toBe(4);
  });

  it('keeps every value of a repeated key, with its line', () => {
    const file = parseIni('[a]\nk = 1\nk =\nk = 3\n', '/x');
    expect(file.sections.get('a')?.values.get('k')).toEqual([
      { text: '1', line: 2 },
      { text: '', line: 3 },
      { text: '3', line: 4 },
    ]);
  });

  it('takes off a pair of quotes around the first line only', () => {
    expect(values(`[a]\nk = "x"\nl = 'y z'\nm = "open\nn = "a'\no = "\np = ""\nq = "one"\n  "two"\n`)).toEqual({
      a: { k: ['x'], l: ['y z'], m: ['"open'], n: [`"a'`], o: [''], p: [''], q: ['one\n"two"'] },
    });
  });

  it('does not take a sign inside a line for a comment', () => {
    expect(values('[a]\nk = a # b ; c\n')).toEqual({ a: { k: ['a # b ; c'] } });
  });

  it('merges sections that come again or differ in case, but keeps DEFAULT and default apart', () => {
    expect(values('[Db]\na=1\n[db]\nb=2\n[DEFAULT]\nc=3\n[default]\nd=4\n')).toEqual({
      Db: { a: ['1'], b: ['2'] },
      DEFAULT: { c: ['3'] },
      default: { d: ['4'] },
    });
  });

  it('reads Windows line ends and a byte order mark', () => {
    expect(values('\ufeff[a]\r\nk = 1\r\n  2\r\n')).toEqual({ a: { k: ['1\n2'] } });
  });

  it.each([
    ['k = 1\n', 1, 'Section must be started before assignment'],
    ['[a]\nnonsense\n', 2, "No ':' or '=' found in assignment: 'nonsense'"],
    ['[a]\n= 1\n', 2, "Key cannot be empty: '= 1'"],
    ['[a\n', 1, "Invalid section (must end with ]): '[a'"],
    ['[a] # c\n', 1, "Invalid section (must end with ]): '[a] # c'"],
    ['\n[]\n', 2, "Empty section name: '[]'"],
    ['  k = 1\n', 1, "Unexpected continuation line: '  k = 1'"],
  ])('refuses %j', (text, line, message) => {
    const error = failure(text);
    expect(error.message).toBe(`Failed to parse /etc/x.conf: at /etc/x.conf:${line}, ${message}`);
    expect(error.problems[0]).toMatchObject({ file: '/etc/x.conf', line });
  });

  it('never throws anything but a ConfigurationError with a line', () => {
    const piece = fc.constantFrom('[', ']', '=', ':', '#', ';', ' ', '\t', '\n', '"', "'", 'a', '$', '\r', 'é');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        try {
          parseIni(text, '/x');
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigurationError);
          expect((error as ConfigurationError).problems[0]?.line).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('gives back what was written', () => {
    const word = fc.stringMatching(/^[a-z_][a-z0-9_]{0,10}$/);
    const text = fc.stringMatching(/^[A-Za-z0-9/$,.]([ -~]{0,20}[A-Za-z0-9/])?$/);
    fc.assert(
      fc.property(
        fc.dictionary(word, fc.dictionary(word, fc.array(text, { minLength: 1, maxLength: 3 }), { minKeys: 1 })),
        (wanted) => {
          const written = Object.entries(wanted)
            .map(
              ([section, keys]) =>
                `[${section}]\n${Object.entries(keys)
                  .flatMap(([key, list]) => list.map((one) => `${key} = ${one}\n`))
                  .join('')}`,
            )
            .join('\n');
          expect(values(written)).toEqual(wanted);
        },
      ),
    );
  });
});
