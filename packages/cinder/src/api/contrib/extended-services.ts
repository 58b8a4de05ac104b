// SPDX-License-Identifier: Apache-2.0
import type { ServiceRow } from '../../services/service-repository.js';
import type { AttributeExtension, Extension } from '../extensions/extension.js';

const extendedAttributes: AttributeExtension = {
  collection: 'os-services',
  extend(_context, view, row) {
    const service = row as ServiceRow;
    view.disabled_reason = service.disabledReason;
    if (service.binary !== 'cinder-volume') return;
    view.replication_status = service.replicationStatus;
    view.active_backend_id = service.activeBackendId;
    view.frozen = service.frozen;
  },
};

export class Extended_services implements Extension {
  readonly name = 'ExtendedServices';
  readonly alias = 'os-extended-services';
  readonly updated = '2014-01-10T00:00:00-00:00';
  readonly description = 'Why a service is disabled, and how its replication stands.';
  readonly controllers = [];
  readonly attributes = [extendedAttributes];
}
