// SPDX-License-Identifier: Apache-2.0
import { type ConfigurationInit, declareOptions, option } from '@stackport/config';
import { loggingOptions } from '@stackport/context';
import { databaseOptions } from '@stackport/database';
import { identityOptionGroups } from '@stackport/identity';

/** `[eventlet_server]`: where Keystone listened before web servers ran it, and where this one listens. */
export const serverGroup = declareOptions('eventlet_server', {
  public_bind_host: option.host({
    default: '0.0.0.0',
    help: 'Address to listen at',
    deprecated: [
      { group: 'DEFAULT', name: 'bind_host' },
      { group: 'DEFAULT', name: 'public_bind_host' },
    ],
  }),
  public_port: option.port({
    default: 5000,
    help: 'Port to listen at',
    deprecated: [{ group: 'DEFAULT', name: 'public_port' }],
  }),
  public_workers: option.integer({
    min: 0,
    help: 'Child processes that share the port; one for each processor by default',
  }),
});

/** `[stackport]`: what there is no upstream option for. */
export const standaloneGroup = declareOptions('stackport', {
  state_dir: option.string({
    default: '.stackport',
    help: 'Folder for the database and clouds.yaml where no [database] connection is configured',
  }),
  public_host: option.string({ help: "Host in the catalog's URLs; the one that a client asked by default" }),
});

/** @param argv - without interpreter and script. */
export function keystoneApiConfiguration(argv: readonly string[]): ConfigurationInit {
  return {
    project: 'keystone',
    program: 'keystone-api',
    argv,
    groups: [...identityOptionGroups, serverGroup, standaloneGroup, databaseOptions, loggingOptions],
  };
}
