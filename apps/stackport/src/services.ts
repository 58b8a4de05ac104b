// SPDX-License-Identifier: Apache-2.0
import * as block from '@stackport/cinder';
import type { Configuration, ConfigurationInit, GivenValues } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import {
  createGlanceService,
  glanceApiOptionGroups,
  glanceDefaultValues,
  recognizedOptions,
  standaloneValues,
} from '@stackport/glance';
import type { TokenValidator } from '@stackport/keystone';
import type { Application } from '@stackport/wsgi';
import type { ServiceName } from './flags.js';

/** What a service is told of the cloud that it is a part of. */
export interface Surroundings {
  /** The state folder, absolute. */
  readonly statePath: string;
  /** Of the identity service, without a path. */
  readonly identityUrl: string;
}

/** A service of the cloud: its own database and Nest application, in the one process. */
export interface CloudService {
  /** Its port is `--<name>-port` (flags.ts). */
  readonly name: Exclude<ServiceName, 'keystone'>;
  /** Its type in the catalog. */
  readonly type: string;
  /** What follows the port in the catalog's URLs. */
  readonly path: string;
  /** `<program>.conf` of the operator's folder overrides the defaults in it. */
  configuration(surroundings: Surroundings): ConfigurationInit;
  /** Builds it; its paste pipeline is what listens. */
  start(parts: {
    readonly configuration: Configuration;
    readonly logging: LoggingHandle;
    readonly validator: TokenValidator;
  }): Promise<{ readonly application: Application; close(): Promise<void> }>;
}

const glance: CloudService = {
  name: 'glance',
  type: 'image',
  path: '',
  configuration: ({ statePath, identityUrl }) => ({
    project: 'glance',
    program: 'glance-api',
    groups: glanceApiOptionGroups,
    recognized: recognizedOptions(),
    defaults: { ...glanceDefaultValues(), ...standaloneValues(statePath, identityUrl) },
  }),
  start: createGlanceService,
};

/** The API with its scheduler, volume and backup workers, over a bus inside the process. */
const cinder: CloudService = {
  name: 'cinder',
  type: 'volumev3',
  path: '/v3/$(project_id)s',
  configuration: ({ statePath, identityUrl }) => ({
    project: 'cinder',
    program: 'cinder',
    groups: block.cinderApiOptionGroups,
    recognized: block.recognizedOptions(),
    defaults: mergeValues(block.cinderDefaultValues(), block.standaloneValues(statePath, identityUrl)),
  }),
  start: block.createCinder,
};

/** What runs beside the identity service. */
export const services: readonly CloudService[] = [glance, cinder];

/** Values of both, group by group; the second ones count. */
function mergeValues(first: GivenValues, second: GivenValues): GivenValues {
  const groups = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  return Object.fromEntries(groups.map((group) => [group, { ...first[group], ...second[group] }]));
}
