// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import type { Configuration, Logger } from '@stackport/config';
import type { InstanceValues } from '../instances/instance.js';
import { apiOptions, vendordataOptions } from '../options/index.js';
import { DynamicVendorData } from './dynamic-vendor-data.js';

type Document = Readonly<Record<string, unknown>>;

/** What an operator has guests told. */
export interface VendorData {
  /** `vendor_data.json`; undefined where the provider is not chosen. Rejects where the file cannot be read. */
  static(): Promise<unknown>;
  /** `vendor_data2.json`: all providers, each in its own name. */
  all(instance: InstanceValues): Promise<Document>;
  close(): Promise<void>;
}

/**
 * That of `[api] vendordata_providers` (nova 26, api/metadata/vendordata_json.py and vendordata_dynamic.py).
 * @throws TypeError for credentials of `[vendordata_dynamic_auth]` that lack something
 */
export function vendorDataFrom(configuration: Configuration, logger: Logger): VendorData {
  const { vendordata_providers: providers, vendordata_jsonfile_path: path } = configuration.get(apiOptions);
  const dynamic = DynamicVendorData.fromConfiguration(configuration, configuration.get(vendordataOptions), logger);
  const readStatic = async (): Promise<unknown> => (path === undefined || path === '' ? {} : readJson(path, logger));
  return {
    static: async () => (providers.includes('StaticJSON') ? readStatic() : undefined),
    all: async (instance) => {
      const found: Record<string, unknown> = {};
      for (const provider of providers) {
        if (provider === 'StaticJSON') {
          found.static = await readStatic();
          continue;
        }
        for (const [name, value] of Object.entries(await dynamic.get(instance)))
          if (Object.hasOwn(found, name)) logger.warning(`Removing duplicate metadata key: ${name}`);
          else found[name] = value;
      }
      return found;
    },
    close: () => dynamic.close(),
  };
}

/** Read anew each time: an operator changes it while guests start. */
async function readJson(path: string, logger: Logger): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch (error) {
    const what =
      error instanceof SyntaxError
        ? 'failed to load json'
        : (error as NodeJS.ErrnoException).code === 'ENOENT'
          ? 'file does not exist'
          : 'unexpected IOError when reading';
    logger.warning(`vendordata_jsonfile_path[${path}]: ${what}`);
    throw error;
  }
}
