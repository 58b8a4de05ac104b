// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
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
import * as compute from '@stackport/nova';
import * as place from '@stackport/placement';
import type { Application } from '@stackport/wsgi';
import type { Flags, ServiceName } from './flags.js';
import { inProcessPlacement } from './in-process-placement.js';

/** What a service is told of the cloud that it is a part of. */
export interface Surroundings {
  /** The state folder, absolute. */
  readonly statePath: string;
  /** Of the identity service, without a path. */
  readonly identityUrl: string;
  /** How Compute logs in. */
  readonly computeUser: { readonly name: string; readonly password: string; readonly project: string };
  readonly flags: Flags;
}

/** What a service is built with. */
export interface CloudParts {
  readonly configuration: Configuration;
  readonly logging: LoggingHandle;
  readonly validator: TokenValidator;
  readonly surroundings: Surroundings;
  /** Another service of the process, once it is built. */
  readonly other: (name: ServiceName) => Promise<Application>;
  /** A token of the administrator; a new one where the last is over. */
  readonly token: (isOver: boolean) => Promise<string>;
}

/** A service that runs. */
export interface RunningService {
  /** Its paste pipeline: what listens. */
  readonly application: Application;
  /** What it serves on further ports. */
  readonly further?: Partial<Readonly<Record<ServiceName, Application>>>;
  close(): Promise<void>;
}

/** A service of the cloud: its own database and Nest application, in the one process. */
export interface CloudService {
  /** Its port is `--<name>-port` (flags.ts). */
  readonly name: Exclude<ServiceName, 'keystone' | 'metadata'>;
  /** Its type in the catalog. */
  readonly type: string;
  /** What follows the port in the catalog's URLs. */
  readonly path: string;
  /** `<program>.conf` of the operator's folder overrides the defaults in it. */
  configuration(surroundings: Surroundings): ConfigurationInit;
  start(parts: CloudParts): Promise<RunningService>;
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
  configuration: ({ statePath, identityUrl, computeUser }) => ({
    project: 'cinder',
    program: 'cinder',
    groups: block.cinderApiOptionGroups,
    recognized: block.recognizedOptions(),
    defaults: [
      block.cinderDefaultValues(),
      block.standaloneValues(statePath, identityUrl),
      // Who tells Compute of a volume that grew.
      { nova: credentialsOf(identityUrl, computeUser) },
    ].reduce(mergeValues),
  }),
  start: block.createCinder,
};

const placement: CloudService = {
  name: 'placement',
  type: 'placement',
  path: '',
  configuration: ({ statePath, identityUrl }) => ({
    project: 'placement',
    program: 'placement',
    groups: place.placementOptionGroups,
    recognized: place.recognizedOptions,
    defaults: mergeValues(place.placementDefaultValues(), place.standaloneValues(statePath, identityUrl)),
  }),
  start: place.createPlacement,
};

/** Hosts of servers that are only remembered. */
const FAKE_HOSTS = ['compute-1', 'compute-2'];

/** The API with its conductor, scheduler and compute hosts, over a bus inside the process. */
const nova: CloudService = {
  name: 'nova',
  type: 'compute',
  path: '/v2.1',
  configuration: ({ statePath, identityUrl, computeUser, flags }) => ({
    project: 'nova',
    program: 'nova',
    groups: compute.novaApiOptionGroups,
    recognized: compute.recognizedOptions,
    defaults: [
      compute.novaDefaultValues(),
      compute.standaloneValues(statePath, identityUrl),
      // Block Storage lets nobody else take a volume away from a server.
      { service_user: { send_service_user_token: true, ...credentialsOf(identityUrl, computeUser) } },
      flags.computeDriver === 'qemu' ? { DEFAULT: { compute_driver: 'qemu.QemuDriver' } } : {},
    ].reduce(mergeValues),
  }),
  start: async ({ configuration, logging, validator, surroundings, other, token }) => {
    const logger = logging.logger.named('nova.scheduler.client.report');
    const session = new compute.PlacementSession(inProcessPlacement(() => other('placement'), token));
    const running = await compute.createNova({
      ...{ configuration, logging, validator },
      neighbours: { placement: new compute.PlacementClient({ session, logger }) },
      // A real machine is one host; of those that are only remembered there may be some.
      ...(surroundings.flags.computeDriver === 'qemu' ? {} : { hosts: FAKE_HOSTS }),
      guestFolder: join(surroundings.statePath, 'guests'),
    });
    try {
      return { ...running, further: { metadata: await running.load('metadata') } };
    } catch (error) {
      await running.close();
      throw error;
    }
  },
};

/** What runs beside the identity service. */
export const services: readonly CloudService[] = [glance, cinder, placement, nova];

/** What a service logs in with, in any group of options that has an identity. */
function credentialsOf(identityUrl: string, { name, password, project }: Surroundings['computeUser']) {
  return {
    auth_type: 'password',
    auth_url: `${identityUrl}/v3`,
    username: name,
    password,
    project_name: project,
    user_domain_name: 'Default',
    project_domain_name: 'Default',
  };
}

/** Values of both, group by group; the second ones count. */
function mergeValues(first: GivenValues, second: GivenValues): GivenValues {
  const groups = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  return Object.fromEntries(groups.map((group) => [group, { ...first[group], ...second[group] }]));
}
