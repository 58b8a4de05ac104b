// SPDX-License-Identifier: Apache-2.0
import { CreateKeyPair } from './create-keypair.js';
import { KeyPairs } from './keypairs.js';

export { KeyPairOwner } from './keypair-owner.js';

export const keyPairControllers = [KeyPairs, CreateKeyPair];
