// SPDX-License-Identifier: Apache-2.0
import { parseJson, toPrimitive } from '../json.js';

/** How an error travels: what oslo.messaging's serialize_remote_exception writes. */
export interface RemoteFailure {
  /** Of the Python class, without `_Remote`. */
  readonly class: string;
  readonly module: string;
  readonly message: string;
  /** Lines of the stack. */
  readonly tb: readonly string[];
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
}

/** A class of errors that travel; `fromRemote` builds one, else it is made without its constructor. */
export interface RemoteErrorClass {
  readonly prototype: Error;
  readonly fromRemote?: (failure: RemoteFailure) => Error;
}

/** Error classes by Python's names: `{ 'cinder.exception': { VolumeNotFound, … } }`. */
export type RemoteModules = Readonly<Record<string, Readonly<Record<string, RemoteErrorClass>>>>;

const POSTFIX = '_Remote';

/** What Python calls JavaScript's own. */
const builtins: Readonly<Record<string, string>> = {
  Error: 'Exception',
  RangeError: 'ValueError',
  TypeError: 'TypeError',
  SyntaxError: 'SyntaxError',
  ReferenceError: 'NameError',
};

/**
 * The JSON text of an error.
 * @param modules - where its class is looked up; then its own `pythonClass` and `pythonModule` count, then its name.
 * @param errorModule - Python module of errors that no other rule gives one.
 */
export function packFailure(error: unknown, modules: RemoteModules = {}, errorModule = 'builtins'): string {
  if (!(error instanceof Error)) return packFailure(new Error(messageOf(error)));
  const { pythonClass, module } = identityOf(error, modules, errorModule);
  const { args, kwargs } = error as { readonly args?: unknown; readonly kwargs?: unknown };
  const failure: RemoteFailure = {
    class: pythonClass,
    module,
    message: error.message,
    tb: (error.stack ?? `${error.name}: ${error.message}`).split('\n').map((line) => `${line}\n`),
    args: Array.isArray(args) ? args : [error.message],
    kwargs: typeof kwargs === 'object' && kwargs !== null ? (kwargs as Record<string, unknown>) : {},
  };
  return JSON.stringify(toPrimitive(failure));
}

function identityOf(
  error: Error,
  modules: RemoteModules,
  errorModule: string,
): { readonly pythonClass: string; readonly module: string } {
  const own = error as { readonly pythonClass?: unknown; readonly pythonModule?: unknown };
  // The prototype, not the class: a rebuilt one has no constructor of its own.
  const prototype: unknown = Object.getPrototypeOf(error);
  for (const [module, classes] of Object.entries(modules))
    for (const [name, one] of Object.entries(classes))
      if (one.prototype === prototype) return { pythonClass: name, module };
  const name = error.name.endsWith(POSTFIX) ? error.name.slice(0, -POSTFIX.length) : error.name;
  if (typeof own.pythonClass === 'string' && typeof own.pythonModule === 'string')
    return { pythonClass: own.pythonClass, module: own.pythonModule };
  if (Object.hasOwn(builtins, name)) return { pythonClass: builtins[name] as string, module: 'builtins' };
  return { pythonClass: name, module: errorModule };
}

/** Reads the JSON text of a failure, leniently. */
export function unpackFailure(text: string): RemoteFailure {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    value = { class: 'Exception', module: 'builtins', message: text };
  }
  const failure = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  return {
    class: textOf(failure.class, 'Exception'),
    module: textOf(failure.module, ''),
    message: textOf(failure.message, ''),
    tb: Array.isArray(failure.tb) ? failure.tb.map(String) : [],
    args: Array.isArray(failure.args) ? failure.args : [],
    kwargs:
      typeof failure.kwargs === 'object' && failure.kwargs !== null ? (failure.kwargs as Record<string, unknown>) : {},
  };
}

/** Of what is thrown and is no error, as Nest's filters do. */
function messageOf(thrown: unknown): string {
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown) return String(thrown.message);
  return String(thrown);
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}
