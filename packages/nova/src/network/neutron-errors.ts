// SPDX-License-Identifier: Apache-2.0
import { NeutronClientException } from '../errors/network.js';

/** What refusals are to become, by the status or by what neutron calls them, which goes before. */
export type Rewordings = Readonly<Record<string, (message: string) => Error>>;

/** Waits for neutron, and rejects with the error that a refusal is to become; with any other as it is. */
export async function reworded<T>(answer: Promise<T>, rewordings: Rewordings): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof NeutronClientException)) throw error;
    const reword = rewordings[error.kind] ?? rewordings[String(error.code)];
    throw reword === undefined ? error : reword(error.message);
  }
}

/** What neutron answers, or null where it does not have it. */
export function orNull<T>(answer: Promise<T>): Promise<T | null> {
  return answer.catch((error: unknown) => {
    if (error instanceof NeutronClientException && error.code === 404) return null;
    throw error;
  });
}
