// SPDX-License-Identifier: Apache-2.0
import type { Extension } from '../extensions/extension.js';
import { CreateExtraSpecs } from './types-extra-specs/create-extra-specs.js';
import { DeleteExtraSpec } from './types-extra-specs/delete-extra-spec.js';
import { GetExtraSpec } from './types-extra-specs/get-extra-spec.js';
import { ListExtraSpecs } from './types-extra-specs/list-extra-specs.js';
import { UpdateExtraSpec } from './types-extra-specs/update-extra-spec.js';

export class Types_extra_specs implements Extension {
  readonly name = 'TypesExtraSpecs';
  readonly alias = 'os-types-extra-specs';
  readonly updated = '2011-08-24T00:00:00+00:00';
  readonly description = 'Extra specs of volume types.';
  readonly controllers = [ListExtraSpecs, CreateExtraSpecs, GetExtraSpec, UpdateExtraSpec, DeleteExtraSpec];
}
