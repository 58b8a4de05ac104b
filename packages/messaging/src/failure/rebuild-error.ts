// SPDX-License-Identifier: Apache-2.0
import { MessagingError, NoSuchMethod, RemoteError, UnsupportedVersion } from '../errors.js';
import type { RemoteFailure, RemoteModules } from './remote-failure.js';

/** One of Python's own errors that a server failed with: `pythonClass` is its name, as `ValueError`. */
export class PythonError extends Error {
  readonly pythonClass: string = 'Exception';
  readonly pythonModule: string = 'builtins';
}

/** What is rebuilt whatever a client allows: the bus's own errors. */
const own: RemoteModules = {
  'oslo_messaging.rpc.dispatcher': { NoSuchMethod, UnsupportedVersion },
  'oslo_messaging.exceptions': { MessagingException: MessagingError },
};

/**
 * The error that a call rejects with: of the class that is registered for module and name, its `name` ending in
 * `_Remote`; one of Python's own as a PythonError; else a RemoteError. `message`, `args`, `kwargs` and `remoteTraceback`
 * are the server's.
 */
export function rebuildError(failure: RemoteFailure, allowed: RemoteModules): Error {
  const { message, tb } = failure;
  // Python 2 called it `exceptions`.
  const module = failure.module === 'exceptions' ? 'builtins' : failure.module;
  const found = lookUp(allowed, module, failure.class) ?? lookUp(own, module, failure.class);
  if (found === undefined && module !== 'builtins') return new RemoteError(failure.class, message, tb);
  let error: Error;
  if (found?.fromRemote !== undefined) error = found.fromRemote(failure);
  else error = Object.setPrototypeOf(new Error(message), (found ?? PythonError).prototype) as Error;
  const fields = {
    name: `${failure.class}_Remote`,
    pythonClass: failure.class,
    pythonModule: module,
    args: failure.args,
    kwargs: failure.kwargs,
    remoteTraceback: tb,
  };
  for (const [name, value] of Object.entries(fields))
    Object.defineProperty(error, name, { value, configurable: true, writable: true, enumerable: name === 'kwargs' });
  return error;
}

function lookUp(modules: RemoteModules, module: string, name: string) {
  if (!Object.hasOwn(modules, module)) return undefined;
  const classes = modules[module] ?? {};
  return Object.hasOwn(classes, name) ? classes[name] : undefined;
}
