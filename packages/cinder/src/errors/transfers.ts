// SPDX-License-Identifier: Apache-2.0
import { Invalid, NotFound } from './base.js';

export class TransferNotFound extends NotFound {
  constructor(transferId: string) {
    super(`Transfer ${transferId} could not be found.`);
  }
}

export class InvalidAuthKey extends Invalid {
  constructor(reason: string) {
    super(`Invalid auth key: ${reason}`);
  }
}
