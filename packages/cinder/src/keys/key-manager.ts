// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';

/** The id of the one key that a configuration file has (`[key_manager] fixed_key`). */
export const FIXED_KEY_ID = '00000000-0000-0000-0000-000000000000';

/** What a new key is for. */
export interface KeySpec {
  /** `aes` of `aes-xts-plain64`. */
  readonly algorithm: string;
  /** Bits. */
  readonly length: number | null;
}

/** Keeps the keys of encrypted volumes: castellan's interface, as far as volumes use it. All throw `KeyManagerError`. */
export interface KeyManager {
  /** Makes a key. @returns its id */
  create(context: RequestContext, spec: KeySpec): Promise<string>;
  /** Makes a copy of a key, for a copy of its volume. @returns the copy's id */
  clone(context: RequestContext, keyId: string): Promise<string>;
  /** The key itself. */
  get(context: RequestContext, keyId: string): Promise<Buffer>;
  delete(context: RequestContext, keyId: string): Promise<void>;
}
