// SPDX-License-Identifier: Apache-2.0
import type { Extension } from '../extensions/extension.js';
import { CreateType } from './types-manage/create-type.js';
import { DeleteType } from './types-manage/delete-type.js';
import { TypeActions } from './types-manage/type-actions.js';
import { UpdateType } from './types-manage/update-type.js';

export class Types_manage implements Extension {
  readonly name = 'TypesManage';
  readonly alias = 'os-types-manage';
  readonly updated = '2011-08-24T00:00:00+00:00';
  readonly description = 'Creates, updates and deletes volume types.';
  readonly controllers = [CreateType, UpdateType, DeleteType, TypeActions];
}
