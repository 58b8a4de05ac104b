// SPDX-License-Identifier: Apache-2.0
import { InterpolationDepthError, InterpolationMissingOptionError, InterpolationSyntaxError } from './ini-errors.js';
import { repr } from './python-text.js';

const MAX_STEPS = 10;

export interface InterpolationSource {
  readonly file: string;
  readonly section: string;
  readonly option: string;
  /** A percent sign that opens nothing stands for itself. */
  readonly lenient: boolean;
  /** The raw value of a name. */
  find(name: string): string | undefined;
}

/**
 * Replaces `%(name)s` by the value of that name, whose own references are replaced too, and `%%` by a percent sign.
 * Throws InterpolationSyntaxError, InterpolationMissingOptionError, InterpolationDepthError.
 */
export function interpolate(raw: string, source: InterpolationSource): string {
  return replace(raw, raw, source, 1);
}

function replace(text: string, raw: string, source: InterpolationSource, step: number): string {
  if (step > MAX_STEPS) {
    throw new InterpolationDepthError(source.file, source.section, source.option, MAX_STEPS, raw);
  }
  let result = '';
  let position = 0;
  for (;;) {
    const percent = text.indexOf('%', position);
    if (percent < 0) return result + text.slice(position);
    result += text.slice(position, percent);
    const token = /^%(?:%|\(([^)]+)\)s)/.exec(text.slice(percent));
    if (token === null) {
      if (!source.lenient) throw syntaxError(text.slice(percent), source);
      result += '%';
      position = percent + 1;
      continue;
    }
    position = percent + token[0].length;
    const name = token[1];
    if (name === undefined) {
      result += '%';
      continue;
    }
    const value = source.find(name);
    if (value === undefined) {
      throw new InterpolationMissingOptionError(source.file, source.section, source.option, name, raw);
    }
    result += value.includes('%') ? replace(value, raw, source, step + 1) : value;
  }
}

function syntaxError(rest: string, source: InterpolationSource): InterpolationSyntaxError {
  const problem = rest.startsWith('%(')
    ? `bad interpolation variable reference ${repr(rest)}`
    : `'%' must be followed by '%' or '(', found: ${repr(rest)}`;
  return new InterpolationSyntaxError(source.file, problem);
}
