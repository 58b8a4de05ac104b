// SPDX-License-Identifier: Apache-2.0
import type { Extension } from '../extensions/extension.js';
import { CreateQosSpecs } from './qos-specs-manage/create-qos-specs.js';
import { DeleteQosSpecs } from './qos-specs-manage/delete-qos-specs.js';
import { GetQosSpecs } from './qos-specs-manage/get-qos-specs.js';
import { ListQosSpecs } from './qos-specs-manage/list-qos-specs.js';
import { QosAssociations } from './qos-specs-manage/qos-associations.js';
import { UpdateQosSpecs } from './qos-specs-manage/update-qos-specs.js';

export class Qos_specs_manage implements Extension {
  readonly name = 'Qos_specs_manage';
  readonly alias = 'qos-specs';
  readonly updated = '2013-08-02T00:00:00+00:00';
  readonly description = 'Sets of QoS specs and the volume types that have them.';
  readonly controllers = [ListQosSpecs, CreateQosSpecs, GetQosSpecs, UpdateQosSpecs, DeleteQosSpecs, QosAssociations];
}
