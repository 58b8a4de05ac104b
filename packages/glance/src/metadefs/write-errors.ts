// SPDX-License-Identifier: Apache-2.0
import { isForeignKeyViolation, isUniqueViolation, isValueTooLong } from '@stackport/database';
import { Invalid, MetadefNamespaceNotFound } from '../errors.js';

/**
 * Does a write into a namespace, and turns what the database refuses into the domain's errors: `duplicate()` for a name
 * that is taken, `MetadefNamespaceNotFound` where the namespace was deleted meanwhile, `Invalid` for what no column
 * can hold. The write is in a transaction of the database's, even a single one: InnoDB may choose it to end a deadlock with
 * the removal of its namespace, and `transaction` does it again then.
 */
export async function writing<T>(namespace: string, write: () => PromiseLike<T>, duplicate: () => Error): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isUniqueViolation(error)) throw duplicate();
    if (isForeignKeyViolation(error)) throw new MetadefNamespaceNotFound(namespace);
    if (isValueTooLong(error)) throw new Invalid('A value is longer than can be stored.');
    throw error;
  }
}
