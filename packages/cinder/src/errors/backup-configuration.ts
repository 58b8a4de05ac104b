// SPDX-License-Identifier: Apache-2.0
import { Invalid } from './base.js';

/** An option has a value that cannot be. */
export class InvalidConfigurationValue extends Invalid {
  constructor(option: string, value: string | undefined) {
    super(`Value "${value ?? 'None'}" is not valid for configuration option "${option}"`);
  }
}
