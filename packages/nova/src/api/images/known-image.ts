// SPDX-License-Identifier: Apache-2.0
import { HttpError } from '@stackport/wsgi';
import { ImageNotFound } from '../../errors/image.js';

/** An image, or 404 in this API's words. */
export async function knownImage<T>(image: Promise<T>): Promise<T> {
  try {
    return await image;
  } catch (error) {
    if (error instanceof ImageNotFound) throw new HttpError(404, 'Image not found.');
    throw error;
  }
}
