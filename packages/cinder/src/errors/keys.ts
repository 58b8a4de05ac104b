// SPDX-License-Identifier: Apache-2.0
import { CinderError } from './base.js';

/** What holds the keys of encrypted volumes refused, or is not there. Its text is for logs. */
export class KeyManagerError extends CinderError {
  constructor(reason: string) {
    super(`key manager error: ${reason}`);
  }
}
