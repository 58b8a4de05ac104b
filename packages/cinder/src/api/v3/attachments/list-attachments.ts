// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import type { AttachmentRow } from '../../../attachments/attachment-repository.js';
import { AttachmentService } from '../../../attachments/attachment-service.js';
import { removeInvalidFilters, ResourceFilters } from '../../../resource-filters/resource-filters.js';
import { CollectionRequests } from '../../collection-requests.js';
import { microversionOf } from '../../microversion.js';
import { attachmentDetail, attachmentSummary } from '../../views/attachment-view.js';

const FILTERS = ['volume_id', 'status', 'instance_id', 'attach_status'];

@Controller('v3')
export class ListAttachments {
  constructor(
    @Inject(AttachmentService) private readonly attachments: AttachmentService,
    @Inject(CollectionRequests) private readonly collections: CollectionRequests,
    @Inject(ResourceFilters) private readonly filters: ResourceFilters,
  ) {}

  @Operation({
    method: 'GET',
    path: '/attachments',
    microversions: { min: '3.27' },
    policy: 'authenticated',
    success: 200,
  })
  async list(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    const rows = await this.#rows(context, request);
    return { attachments: rows.map((row) => attachmentSummary(row)) };
  }

  @Operation({
    method: 'GET',
    path: '/attachments/detail',
    microversions: { min: '3.27' },
    policy: 'authenticated',
    success: 200,
  })
  async detail(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    const rows = await this.#rows(context, request);
    return { attachments: rows.map((row) => attachmentDetail(row)) };
  }

  #rows(context: RequestContext, request: Request): Promise<AttachmentRow[]> {
    const { page, filters } = this.collections.read(request);
    const processed = this.filters.process(context, filters, {
      resource: 'attachment',
      microversion: microversionOf(request),
      before: (given) => removeInvalidFilters(context, given, FILTERS),
    });
    const { all_tenants: everybody, instance_id: instance, ...columns } = processed;
    return this.attachments.list(context, instance ? { ...columns, instance_uuid: instance } : columns, {
      ...page,
      allProjects: everybody !== undefined,
    });
  }
}
