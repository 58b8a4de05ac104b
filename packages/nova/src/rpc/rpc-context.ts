// SPDX-License-Identifier: Apache-2.0
import { RequestContext, serviceContextDictionary, serviceContextValues } from '@stackport/context';
import { NovaContext, type ReadDeleted } from '../context.js';

/** Keys of nova's own beside oslo.context's (nova 26, context.py, to_dict). */
export function contextDictionary(context: RequestContext): Record<string, unknown> {
  return {
    ...serviceContextDictionary(context),
    read_deleted: context instanceof NovaContext ? context.readDeleted : 'no',
    user_name: context.userName ?? null,
  };
}

/** The context of a message that came in. */
export function contextFrom(values: Readonly<Record<string, unknown>>): NovaContext {
  const { read_deleted: readDeleted } = values;
  return NovaContext.from(RequestContext.fromDict(values), {
    ...serviceContextValues(values),
    readDeleted: isReadDeleted(readDeleted) ? readDeleted : undefined,
  });
}

function isReadDeleted(value: unknown): value is ReadDeleted {
  return value === 'no' || value === 'yes' || value === 'only';
}
