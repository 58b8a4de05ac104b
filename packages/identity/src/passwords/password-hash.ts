// SPDX-License-Identifier: Apache-2.0
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/**
 * Cost of a hash: 2^15 rounds of 8 blocks of 128 bytes take 32 MB and about 60 ms of one core, in libuv's pool and not
 * on the event loop. A stored hash names its own cost, so this may be raised at any time.
 */
const COST = { logarithm: 15, blockSize: 8, parallelization: 1 } as const;
const KEY_LENGTH = 32;
const SALT_LENGTH = 16;
// A hash from elsewhere may not make one request take minutes or gigabytes.
const LARGEST_LOGARITHM = 20;
const FORM = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Hashes passwords with scrypt, in passlib's form: a Keystone with `password_hash_algorithm = scrypt` reads them, and we its. */
export class PasswordHasher {
  readonly #logarithm: number;
  readonly #decoy: string;

  /** @param logarithm - base 2 of the number of rounds. */
  constructor(logarithm: number = COST.logarithm) {
    this.#logarithm = logarithm;
    // Nothing was hashed for it: to verify against it costs the same, and a start is spared a hash.
    this.#decoy = this.#written(randomBytes(SALT_LENGTH), randomBytes(KEY_LENGTH));
  }

  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_LENGTH);
    const { blockSize, parallelization } = COST;
    const key = await derive(password, salt, this.#logarithm, blockSize, parallelization, KEY_LENGTH);
    return this.#written(salt, key);
  }

  /** Whether the password is the one that was hashed; false for a hash in a form that is not scrypt's. */
  async verify(password: string, hash: string): Promise<boolean> {
    const [, logarithm, blockSize, parallelization, salt, key] = FORM.exec(hash) ?? [];
    if (salt === undefined || key === undefined || Number(logarithm) > LARGEST_LOGARITHM) return false;
    const expected = Buffer.from(key, 'base64');
    const actual = await derive(
      password,
      Buffer.from(salt, 'base64'),
      Number(logarithm),
      Number(blockSize),
      Number(parallelization),
      expected.length,
    );
    return timingSafeEqual(actual, expected);
  }

  /** Takes as long as `verify` and is never true: for users who do not exist, so that time does not tell. */
  async verifyNothing(password: string): Promise<false> {
    await this.verify(password, this.#decoy);
    return false;
  }

  #written(salt: Buffer, key: Buffer): string {
    const { blockSize, parallelization } = COST;
    return `$scrypt$ln=${this.#logarithm},r=${blockSize},p=${parallelization}$${unpadded(salt)}$${unpadded(key)}`;
  }
}

function derive(
  password: string,
  salt: Buffer,
  logarithm: number,
  r: number,
  p: number,
  length: number,
): Promise<Buffer> {
  const N = 2 ** logarithm;
  return new Promise((resolve, reject) => {
    scrypt(password, salt, length, { N, r, p, maxmem: 256 * N * r + 1024 * 1024 }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
