// SPDX-License-Identifier: Apache-2.0
import { applyDecorators, UseGuards } from '@nestjs/common';
import { Operation, type OperationOptions } from '@stackport/api';
import { MediaTypes, type MediaTypesInit } from './media-types.js';

/** The leaf that the API's operations are below. */
export const LEAF = 'placement';

/** An operation of Placement's: what its body and its answer are is checked before its policy, as upstream. */
export function PlacementOperation({
  takesJson = false,
  givesJson = false,
  ...options
}: OperationOptions & Partial<MediaTypesInit>): MethodDecorator {
  return applyDecorators(UseGuards(new MediaTypes({ takesJson, givesJson })), Operation(options));
}
