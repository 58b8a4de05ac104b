// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import type { AuthtokenValues, TokenValidator } from '@stackport/keystone';

/** What the filters of one service instance share. */
export interface MiddlewareDependencies {
  readonly configuration: Configuration;
  readonly logger: Logger;
  /**
   * Who tells about tokens: one for all (identity in the same process), or made from the options of a filter, which
   * its paste section may override. The Keystone that `[keystone_authtoken]` names, by default.
   */
  readonly validator?: TokenValidator | ((values: AuthtokenValues) => TokenValidator);
}
