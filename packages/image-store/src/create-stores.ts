// SPDX-License-Identifier: Apache-2.0
import { type Configuration, type Declarations, type Logger, declareOptions } from '@stackport/config';
import { findDriver } from './driver-registry.js';
import { StoreSelectionError } from './errors.js';
import { fileDriver } from './file/file-driver.js';
import { fileOptions, reservedFileOptions } from './file/file-options.js';
import type { StoreDriver } from './image-store.js';
import { RegisteredStore } from './registered-store.js';
import {
  RESERVED_PREFIX,
  STAGING_STORE,
  TASKS_STORE,
  backendOptions,
  glanceStoreOptions,
  storeSelectionOptions,
  taskWorkOptions,
} from './store-options.js';
import type { Upload } from './upload.js';

/** A back end of the configuration, whether there is a driver for it or not. */
export interface ConfiguredBackend {
  readonly identifier: string;
  /** As the configuration names it. */
  readonly driverName: string;
  readonly description: string | undefined;
  /** undefined when there is no such driver. */
  readonly store: RegisteredStore | undefined;
}

export interface CreatedStores {
  /** With `enabled_backends`; the old style has one store of a kind and no identifiers. */
  readonly multiStore: boolean;
  /** In the order of the configuration. */
  readonly backends: readonly ConfiguredBackend[];
  /** The service's own, by identifier. */
  readonly reserved: ReadonlyMap<string, RegisteredStore>;
}

interface Makers {
  readonly configuration: Configuration;
  readonly drivers: readonly StoreDriver[];
  readonly upload: Upload;
  readonly logger: Logger;
}

/** Registers what selects the stores: glance_store's `register_opts` and `register_store_opts`. */
export function registerOptions(configuration: Configuration): void {
  configuration.register(storeSelectionOptions, glanceStoreOptions, taskWorkOptions);
}

/**
 * Makes the stores that the configuration names, none of them configured yet: glance_store's `create_stores` and
 * `create_multi_stores`.
 * @throws StoreSelectionError for an identifier that is not an operator's to give.
 */
export function createStores(makers: Makers): CreatedStores {
  const enabled = Object.entries(makers.configuration.get(storeSelectionOptions).enabled_backends ?? {});
  return enabled.length > 0 ? severalStores(enabled, makers) : oneOfAKind(makers);
}

function severalStores(enabled: readonly (readonly [string, string])[], makers: Makers): CreatedStores {
  if (enabled.some(([identifier]) => identifier.startsWith(RESERVED_PREFIX)))
    throw new StoreSelectionError(
      `'${RESERVED_PREFIX}' prefix should not be used in enabled_backends config option. It is reserved for internal use only.`,
    );
  const backends = enabled.map(([identifier, driverName]): ConfiguredBackend => {
    const group = declareOptions(identifier, backendOptions);
    makers.configuration.register(group);
    const description = makers.configuration.get(group).store_description;
    const driver = driverNamed(driverName, makers);
    const store = driver && makeStore(identifier, driver, identifier, identifier, makers);
    return { identifier, driverName, description, store };
  });
  const reserved = [STAGING_STORE, TASKS_STORE].map((identifier) =>
    makeStore(identifier, { ...fileDriver, options: reservedFileOptions(identifier) }, identifier, identifier, makers),
  );
  return {
    multiStore: true,
    backends,
    reserved: new Map(reserved.map((store) => [store.identifier, store])),
  };
}

function oneOfAKind(makers: Makers): CreatedStores {
  const names = [...new Set(makers.configuration.get(glanceStoreOptions).stores)];
  const backends = names.map((driverName): ConfiguredBackend => {
    const driver = driverNamed(driverName, makers);
    const identifier = driver?.names[0] ?? driverName;
    const store = driver && makeStore(identifier, driver, glanceStoreOptions.name, undefined, makers);
    return { identifier, driverName, description: undefined, store };
  });
  const { node_staging_uri: stagingUri } = makers.configuration.get(storeSelectionOptions);
  const reserved = new Map<string, RegisteredStore>();
  if (stagingUri.startsWith('file:///'))
    reserved.set(STAGING_STORE, folderStore(STAGING_STORE, stagingUri.slice(7), makers));
  else makers.logger.warning("'node_staging_uri' is not set correctly. Could not load staging store.");
  const workFolder = makers.configuration.get(taskWorkOptions).work_dir ?? '';
  if (workFolder !== '') reserved.set(TASKS_STORE, folderStore(TASKS_STORE, workFolder, makers));
  return { multiStore: false, backends, reserved };
}

function driverNamed(name: string, { drivers, logger }: Makers): StoreDriver | undefined {
  const driver = findDriver(drivers, name);
  if (driver === undefined)
    logger.warning(`Failed to load driver ${name}: there is no such driver here. The driver will be disabled`);
  return driver;
}

function makeStore(
  identifier: string,
  driver: StoreDriver,
  group: string,
  backend: string | undefined,
  { configuration, upload, logger }: Makers,
): RegisteredStore {
  const options = declareOptions<Declarations>(group, driver.options);
  configuration.register(options);
  const store = driver.create({ backend, upload, logger }, configuration.get(options));
  logger.debug(`Registering store ${identifier} with schemes ${driver.schemes.join(', ')}`);
  return new RegisteredStore(identifier, driver, store, logger);
}

/** A file store in a folder that no group of its own describes. */
function folderStore(identifier: string, folder: string, { upload, logger }: Makers): RegisteredStore {
  const values = {
    filesystem_store_datadir: folder,
    filesystem_store_chunk_size: fileOptions.filesystem_store_chunk_size.default,
    filesystem_store_file_perm: 0,
    filesystem_thin_provisioning: false,
  };
  const store = fileDriver.create({ backend: undefined, upload, logger }, values);
  return new RegisteredStore(identifier, fileDriver, store, logger);
}
