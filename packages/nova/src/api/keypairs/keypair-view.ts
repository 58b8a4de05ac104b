// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import type { KeyPair } from '../../keypairs/keypair-repository.js';
import { isSince } from '../microversion.js';
import { wireTime } from '../wire-time.js';

/** A key pair in lists; its kind is told from 2.2 on. */
export function keyPairSummary(pair: KeyPair, request: Request): Record<string, unknown> {
  return {
    name: pair.name,
    public_key: pair.publicKey,
    fingerprint: pair.fingerprint,
    ...(isSince(request, '2.2') ? { type: pair.type } : {}),
  };
}

/** A key pair that was made, with its private half where it was made here. */
export function newKeyPairView(pair: KeyPair, request: Request, privateKey?: string): Record<string, unknown> {
  return {
    ...(privateKey === undefined ? {} : { private_key: privateKey }),
    ...keyPairSummary(pair, request),
    user_id: pair.userId,
  };
}

export function keyPairView(pair: KeyPair, request: Request): Record<string, unknown> {
  return {
    ...keyPairSummary(pair, request),
    user_id: pair.userId,
    created_at: wireTime(pair.createdAt),
    deleted: false,
    deleted_at: null,
    id: pair.id,
    updated_at: wireTime(pair.updatedAt),
  };
}
