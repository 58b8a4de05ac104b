// SPDX-License-Identifier: Apache-2.0
import { BadTaskInput, Invalid } from '../errors.js';
import type { RemoteImage } from './glance-download.js';
import type { TaskInput } from '../tasks/task.js';

export type ImportMethod = 'glance-direct' | 'web-download' | 'copy-image' | 'glance-download';

/** An import as a client asks for it, checked. */
export interface ImportRequest {
  readonly method: ImportMethod;
  /** Where web-download gets the data. */
  readonly uri: unknown;
  /** Which image of which Image service glance-download gets. */
  readonly remote: { readonly region: unknown; readonly imageId: unknown; readonly serviceInterface: unknown };
  /** Stores by id; undefined where the client names none. */
  readonly stores: readonly string[] | undefined;
  readonly allStores: boolean;
  readonly allStoresMustSucceed: boolean;
  /** As it came, with the default of glance-download's interface: tasks show it. */
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Reads the body of an import request. Throws `Invalid` with upstream's words (api/v2/images.py, _validate_import_body);
 * where a part has another form than Zed assumes, and Zed answers 500, the words are ours.
 * @param methods - that are enabled.
 */
export function parseImportRequest(body: Readonly<Record<string, unknown>>, methods: readonly string[]): ImportRequest {
  const { method, stores, all_stores: allStores = false, all_stores_must_succeed: allStoresMustSucceed = true } = body;
  if (method === undefined) throw new Invalid("Import request requires a 'method' field.");
  if (typeof method !== 'object' || method === null || Array.isArray(method))
    throw new Invalid("'method' must be an object");
  const fields = method as Readonly<Record<string, unknown>>;
  const { name, uri } = fields;
  if (name === undefined) throw new Invalid("Import request requires a 'name' field.");
  if (!isMethod(name, methods)) throw new Invalid(`Unknown import method name '${printable(name)}'.`);
  if (typeof allStoresMustSucceed !== 'boolean')
    throw new Invalid("'all_stores_must_succeed' must be boolean value only");
  if (typeof allStores !== 'boolean') throw new Invalid("'all_stores' must be boolean value only");
  const {
    glance_region: region,
    glance_image_id: imageId,
    glance_service_interface: serviceInterface = 'public',
  } = fields;
  return {
    method: name,
    uri,
    remote: { region, imageId, serviceInterface },
    stores: storesOf(stores),
    allStores,
    allStoresMustSucceed,
    body:
      name === 'glance-download'
        ? { ...body, method: { ...fields, glance_service_interface: serviceInterface } }
        : body,
  };
}

function storesOf(stores: unknown): readonly string[] | undefined {
  if (stores === undefined) return undefined;
  if (!Array.isArray(stores) || !stores.every((store) => typeof store === 'string'))
    throw new Invalid("'stores' must be a list of store identifiers");
  return [...new Set(stores)];
}

const METHODS: readonly string[] = [
  'glance-direct',
  'web-download',
  'copy-image',
  'glance-download',
] satisfies readonly ImportMethod[];

function isMethod(name: unknown, enabled: readonly string[]): name is ImportMethod {
  return typeof name === 'string' && enabled.includes(name) && METHODS.includes(name);
}

function printable(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What an import task is to do. */
export interface ImportInput {
  readonly imageId: string;
  readonly method: ImportMethod;
  readonly uri: string | undefined;
  readonly remote: RemoteImage | undefined;
  /** Store ids; one undefined for the single store of the old style. */
  readonly stores: readonly (string | undefined)[];
  readonly mustAllSucceed: boolean;
}

/** As it is kept in a task, with upstream's keys. */
export function storedInput(
  imageId: string,
  request: ImportRequest,
  stores: readonly (string | undefined)[],
): TaskInput {
  return { image_id: imageId, import_req: request.body, backend: stores.map((store) => store ?? null) };
}

/** Reads a task's input. Throws `BadTaskInput` for one that no import request has made (POST /v2/tasks takes any). */
export function parseImportInput(input: TaskInput | null): ImportInput {
  if (input === null || Object.keys(input).length === 0)
    throw new BadTaskInput('Input to api_image_import task is empty.');
  const { image_id: imageId, import_req: request, backend } = input;
  if (typeof imageId !== 'string') throw new BadTaskInput("Missing required 'image_id' field");
  if (typeof request !== 'object' || request === null) throw new BadTaskInput("Missing required 'import_req' field");
  const { method, uri, remote, allStoresMustSucceed } = parseStoredRequest(request as Record<string, unknown>);
  const stores: readonly unknown[] = Array.isArray(backend) ? backend : [null];
  return {
    imageId,
    method,
    uri: typeof uri === 'string' ? uri : undefined,
    remote: method === 'glance-download' ? remoteOf(remote) : undefined,
    stores: stores.map((store) => (typeof store === 'string' ? store : undefined)),
    mustAllSucceed: allStoresMustSucceed,
  };
}

function remoteOf({ region, imageId, serviceInterface }: ImportRequest['remote']): RemoteImage {
  if (typeof region !== 'string' || typeof imageId !== 'string' || typeof serviceInterface !== 'string')
    throw new BadTaskInput("'glance_region' and 'glance_image_id' need to be set for glance-download import method");
  return { region, imageId, serviceInterface };
}

function parseStoredRequest(request: Readonly<Record<string, unknown>>): ImportRequest {
  try {
    return parseImportRequest(request, METHODS);
  } catch (error) {
    throw error instanceof Invalid ? new BadTaskInput(error.message) : error;
  }
}
