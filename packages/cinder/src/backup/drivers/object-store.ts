// SPDX-License-Identifier: Apache-2.0

/** A store of named objects in containers, as far as a chunked backup needs one. */
export interface ObjectStore {
  /** Makes the container where it is not there. */
  putContainer(container: string): Promise<void>;
  /** Names that begin with the prefix; none where the container is not there. */
  list(container: string, prefix: string): Promise<string[]>;
  /** Stores a whole object; one that could not be written whole is not there. Resolves with its bytes. */
  write(container: string, name: string, data: AsyncIterable<Uint8Array>): Promise<number>;
  read(container: string, name: string): Promise<AsyncIterable<Uint8Array>>;
  /** Does nothing where it is not there. */
  delete(container: string, name: string): Promise<void>;
  /** Rejects with what keeps it from working. */
  check(): Promise<void>;
  close(): Promise<void>;
}
