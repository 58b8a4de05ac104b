// SPDX-License-Identifier: Apache-2.0
import { Conflict, Invalid, NotFound, OverQuota } from './base.js';

export class InvalidKeypair extends Invalid {
  constructor(reason: string) {
    super(`Keypair data is invalid: ${reason}`);
  }
}

export class KeypairNotFound extends NotFound {
  constructor(name: string, userId: string) {
    super(`Keypair ${name} not found for user ${userId}`);
  }
}

export class KeyPairExists extends Conflict {
  constructor(name: string) {
    super(`Key pair '${name}' already exists.`);
  }
}

export class KeypairLimitExceeded extends OverQuota {
  constructor() {
    super('Quota exceeded, too many key pairs.');
  }
}
