// SPDX-License-Identifier: Apache-2.0
// Attributes of an image that a user may not set; the groups differ in the words that refuse them (Zed's api/v2/images.py).

/** Made by the view alone. */
export const HIDDEN_ATTRIBUTES = ['direct_url', 'self', 'file', 'schema', 'stores'] as const;

/** Set by the service. */
export const FIXED_ATTRIBUTES: ReadonlySet<string> = new Set([
  'created_at',
  'updated_at',
  'status',
  'checksum',
  'size',
  'virtual_size',
  'os_hash_algo',
  'os_hash_value',
]);

/** Names that no property may have. */
export const RESERVED_ATTRIBUTES: ReadonlySet<string> = new Set(['location', 'deleted', 'deleted_at']);
