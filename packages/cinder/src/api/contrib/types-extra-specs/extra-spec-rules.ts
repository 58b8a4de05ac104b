// SPDX-License-Identifier: Apache-2.0
import { HttpError } from '@stackport/wsgi';
import type { VolumeTypeService } from '../../../volume-types/volume-type-service.js';

/** Refuses a change of a type that volumes have. Throws `HttpError` 400. */
export async function checkUnused(types: VolumeTypeService, typeId: string): Promise<void> {
  if (await types.isInUse(typeId)) throw new HttpError(400, 'Volume Type is currently in use.');
}

/** Refuses a volume that is attached several times and cached. Throws `HttpError` 400. */
export function checkCacheable(
  given: Readonly<Record<string, string | null>>,
  present: Readonly<Record<string, string | null>>,
): void {
  const isSet = (key: string, specs: Readonly<Record<string, string | null>>): boolean => specs[key] === '<is> True';
  const multiattach = isSet('multiattach', given);
  const cacheable = isSet('cacheable', given);
  if (
    (multiattach && cacheable) ||
    (multiattach && isSet('cacheable', present)) ||
    (cacheable && isSet('multiattach', present))
  )
    throw new HttpError(400, 'cacheable cannot be set with multiattach.');
}
