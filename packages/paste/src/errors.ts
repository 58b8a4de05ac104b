// SPDX-License-Identifier: Apache-2.0
import { repr } from './python-text.js';

/**
 * The errors of PasteDeploy by Python's names, so that callers branch on the class (or on `name`) as upstream's do.
 * `message` is what `str(error)` gives there; what an operator wants to know besides is in `detail`.
 */
export class PythonError extends Error {
  /** Which factory, section and file it is about, where the message alone does not say. */
  readonly detail: string | undefined;

  constructor(message: string, detail?: string) {
    super(message);
    this.name = new.target.name;
    this.detail = detail;
  }

  override toString(): string {
    return `${this.name}: ${explain(this)}`;
  }
}

/** The error's message with its detail: what a log line or a start-up failure shows. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const detail = error instanceof PythonError ? error.detail : undefined;
  return detail === undefined ? error.message : `${error.message} (${detail})`;
}

export class LookupError extends PythonError {}
export class IndexError extends LookupError {}
export class ValueError extends PythonError {}
export class UnicodeDecodeError extends ValueError {}
export class AssertionError extends PythonError {}

/** A name that is not in a mapping: the message is the quoted name, as Python has it. */
export class KeyError extends LookupError {
  readonly key: string;

  constructor(key: string, detail?: string) {
    super(repr(key), detail);
    this.key = key;
  }
}

/** Exported as `TypeError`: an `instanceof` of JavaScript's own holds too. */
export class PythonTypeError extends TypeError {
  override readonly name = 'TypeError';
}

// A factory is looked up in a registry and not imported, so for callers an unknown one is a failed look-up:
// `instanceof LookupError` holds for these three beside the class that Python raises.
export class AttributeError extends LookupError {}
export class ImportError extends LookupError {}
export class ModuleNotFoundError extends ImportError {}

export class PackageNotFoundError extends ModuleNotFoundError {
  readonly distribution: string;

  constructor(distribution: string, detail?: string) {
    super(`No package metadata was found for ${distribution}`, detail);
    this.distribution = distribution;
  }
}

/** The operating system's refusal to open a file. */
export class OSError extends PythonError {
  readonly code: string;
  readonly path: string;

  constructor(number: number, text: string, code: string, path: string) {
    super(`[Errno ${number}] ${text}: ${repr(path)}`);
    this.code = code;
    this.path = path;
  }
}
export class FileNotFoundError extends OSError {}
export class PermissionError extends OSError {}
export class IsADirectoryError extends OSError {}
export class NotADirectoryError extends OSError {}
