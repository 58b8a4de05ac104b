// SPDX-License-Identifier: Apache-2.0
import { HttpError } from '@stackport/wsgi';
import { NetworkNotFound } from '../../../errors/network.js';

/** A network, or 404 in this API's words. */
export async function knownNetwork<T>(network: Promise<T>): Promise<T> {
  try {
    return await network;
  } catch (error) {
    if (error instanceof NetworkNotFound) throw new HttpError(404, 'Network not found');
    throw error;
  }
}
