// SPDX-License-Identifier: Apache-2.0
export type { LoaderContext } from './context.js';
export {
  AssertionError,
  AttributeError,
  explain,
  FileNotFoundError,
  ImportError,
  IndexError,
  IsADirectoryError,
  KeyError,
  LookupError,
  ModuleNotFoundError,
  NotADirectoryError,
  OSError,
  PackageNotFoundError,
  PermissionError,
  PythonError,
  PythonTypeError as TypeError,
  UnicodeDecodeError,
  ValueError,
} from './errors.js';
export type { AppTakingFactory, CompositeFactory, Loader, PasteFactory, Settings } from './factory.js';
export * from './ini-errors.js';
export { appconfig, type AppConfig, loadapp, loadfilter, type LoadOptions, loadserver } from './load.js';
export { NotFound } from './not-found.js';
export { exportOf, findPackage, importSubpath, type NpmPackage, parseSpecifier } from './npm-module.js';
export { parsePathExpression } from './path-expression.js';
export type { FactoryRegistry, RegistryLike } from './registry.js';
export { type Trace, type TraceEvent, traceLine } from './trace.js';
export { type MappedApplication, type MappedRequest, type Mapping, type NotFoundAnswer, UrlMap } from './urlmap.js';
export { createUrlmapFactory, novaUrlmapFactory, urlmapFactory, type UrlmapFactoryOptions } from './urlmap-factory.js';
