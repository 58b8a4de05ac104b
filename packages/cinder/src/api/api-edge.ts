// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from 'node:url';
import type { Provider, Type } from '@nestjs/common';
import type { Configuration, Logger } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import type { TokenValidator } from '@stackport/keystone';
import type { Enforcer } from '@stackport/policy';
import { loadPasteApp } from '@stackport/middleware';
import type { Application } from '@stackport/wsgi';
import { createServiceApplication, type WsgiAdapter } from '@stackport/wsgi/nest';
import { importNpmExport } from '../npm-export.js';
import { apiOptions, extensionOptions, serverOptions } from '../options/index.js';
import { pasteRegistry } from '../paste-registry.js';
import { CinderModule, provided } from './cinder-module.js';
import { AttributeExtensions } from './extensions/attribute-extensions.js';
import { connectExtensions } from './extensions/connect-extensions.js';
import { ExtensionManager } from './extensions/extension-manager.js';
import type { ExtensionFolder } from './extensions/manifest.js';

import { cinderFaults } from './faults.js';
import { microversionOf } from './microversion.js';
import { v3Application } from './v3-application.js';

export interface ApiEdgeInit {
  readonly configuration: Configuration;
  readonly logging: LoggingHandle;
  readonly enforcer: Enforcer;
  readonly coreControllers: readonly Type[];
  /** The extensions that come with the service. */
  readonly extensionFolder: ExtensionFolder;
  /** What controllers have injected. */
  readonly providers: readonly Provider[];
  readonly validator?: TokenValidator;
}

export interface ApiEdge {
  /** The pipeline of the operator's paste file. */
  readonly application: Application;
  readonly adapter: WsgiAdapter;
  readonly extensions: ExtensionManager;
  close(): Promise<void>;
}

const PASTE_FILE = fileURLToPath(new URL('../../etc/api-paste.ini', import.meta.url));

/**
 * Builds the API over a domain: loads the extensions, makes the one Nest application of the core's controllers and theirs,
 * and puts the pipeline around it. Rejects with what is wrong with the paste file or the routes.
 */
export async function createApiEdge(init: ApiEdgeInit): Promise<ApiEdge> {
  const { configuration, logging, enforcer, coreControllers, validator } = init;
  const { logger } = logging;
  const extensions = await loadExtensions(configuration, init.extensionFolder, logger);
  const connected = connectExtensions(coreControllers, extensions.extensions, logger.named('cinder.api.openstack'));
  const faults = cinderFaults(logger.named('cinder.api.middleware.fault'));
  const { nest, adapter } = await createServiceApplication(
    CinderModule.forService({
      enforcer,
      controllers: [...coreControllers, ...connected.controllers],
      providers: [...init.providers, ...provided(extensions, new AttributeExtensions(connected.attributes, enforcer))],
    }),
    { router: { unroutedMethod: 404, versionOf: microversionOf }, faults, logger },
  );
  try {
    const api = configuration.get(apiOptions);
    const v3 = v3Application({
      leaf: adapter.leaf('v3'),
      routes: adapter.routes,
      projectIdRegex: api.project_id_regex,
      publicEndpoint: api.public_endpoint,
      logger: logger.named('cinder.api.openstack.wsgi'),
    });
    const registry = pasteRegistry({
      configuration,
      logging,
      enforcer,
      faults,
      v3,
      ...(validator === undefined ? {} : { validator }),
    });
    const application = await loadPasteApp({
      configuration,
      name: 'osapi_volume',
      pasteConfig: { group: 'DEFAULT', value: configuration.get(serverOptions).api_paste_config },
      registry,
      logger: logger.named('oslo.service.wsgi'),
      defaultFile: PASTE_FILE,
    });
    return { application, adapter, extensions, close: () => nest.close() };
  } catch (error) {
    await nest.close();
    throw error;
  }
}

function loadExtensions(
  configuration: Configuration,
  folder: ExtensionFolder,
  logger: Logger,
): Promise<ExtensionManager> {
  const { osapi_volume_extension: names, osapi_volume_ext_list: selected } = configuration.get(extensionOptions);
  return ExtensionManager.load({
    names,
    selected,
    folder,
    importModule: (name) => importNpmExport(name, configuration),
    logger: logger.named('cinder.api.extensions'),
  });
}
