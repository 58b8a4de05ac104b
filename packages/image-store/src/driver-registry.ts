// SPDX-License-Identifier: Apache-2.0
import { fileDriver } from './file/file-driver.js';
import { httpDriver } from './http/http-driver.js';
import type { StoreDriver } from './image-store.js';
import { s3Driver } from './s3/s3-driver.js';

/** The drivers that are here: upstream's entry points `glance_store.drivers`, REGISTERED_STORES before there were any. */
export const registeredDrivers: readonly StoreDriver[] = [fileDriver, httpDriver, s3Driver];

/** The driver of a name as it stands in `stores` or `enabled_backends`. */
export function findDriver(drivers: readonly StoreDriver[], name: string): StoreDriver | undefined {
  return drivers.find(({ names }) => names.includes(name));
}
