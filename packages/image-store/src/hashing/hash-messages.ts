// SPDX-License-Identifier: Apache-2.0

/** To a worker. The answers to `update` and `digest` come in the order of the questions. */
export type HashRequest =
  | { readonly kind: 'start'; readonly hash: number; readonly algorithm: string }
  | {
      readonly kind: 'update';
      readonly hash: number;
      readonly memory: SharedArrayBuffer;
      readonly length: number;
    }
  | { readonly kind: 'digest'; readonly hash: number }
  | { readonly kind: 'abandon'; readonly hash: number };

/** From a worker: the digest, hexadecimal, or nothing for an update that is done. */
export interface HashAnswer {
  readonly digest?: string;
}
