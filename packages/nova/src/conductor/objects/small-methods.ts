// SPDX-License-Identifier: Apache-2.0
import { ObjectActionError } from '../../errors/objects.js';
import { listOf } from '../../object-values.js';
import type { ConsoleAuthTokens } from '../../consoles/console-auth-tokens.js';
import { argument, textArgument, type ObjectMethodTable } from './object-methods.js';

/** What nova-compute asks of tokens, and of devices, of which there are none here. */
export function smallMethods(tokens: ConsoleAuthTokens): ObjectMethodTable {
  return {
    PciDeviceList: {
      classMethods: {
        get_by_compute_node: async () => listOf('PciDeviceList', []),
        get_by_instance_uuid: async () => listOf('PciDeviceList', []),
      },
    },
    ConsoleAuthToken: {
      classMethods: {
        clean_console_auths_for_instance: async (call) => {
          await tokens.removeOfInstance(textArgument(call, 0, 'instance_uuid'));
          return null;
        },
        clean_expired_console_auths_for_host: async (call) => {
          await tokens.removeExpired(textArgument(call, 0, 'host'));
          return null;
        },
      },
      methods: {
        authorize: async ({ values }, call) => {
          if (values.id !== undefined) throw new ObjectActionError('authorize', 'must be a new object to authorize');
          const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
          const access = {
            instanceUuid: String(values.instance_uuid),
            consoleType: String(values.console_type),
            host: String(values.host),
            port: Number(values.port),
            internalAccessPath: text(values.internal_access_path),
            accessUrlBase: text(values.access_url_base),
          };
          const { id, token } = await tokens.create(access, Number(argument(call, 0, 'ttl')));
          // The one time that the token itself travels: the row has its hash.
          return { after: { ...values, id, token } };
        },
      },
    },
  };
}
