// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, ENFORCER, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import type { Request } from '@stackport/wsgi';
import { ResourceFilters, removeInvalidFilters } from '../../../resource-filters/resource-filters.js';
import { VolumeTypeService } from '../../../volume-types/volume-type-service.js';
import { CollectionRequests } from '../../collection-requests.js';
import { AttributeExtensions } from '../../extensions/attribute-extensions.js';
import { isPublicFilter } from '../../flag.js';
import { microversionOf } from '../../microversion.js';
import { USER_VISIBLE_EXTRA_SPECS, ownTarget, volumeTypeView } from '../../views/volume-type-view.js';
import { typeFilters } from './type-filters.js';

/** From here on the filters of lists of types are those of the operator's file. */
const TYPE_FILTERS = 3052;

@Controller('v3')
export class ListTypes {
  constructor(
    @Inject(VolumeTypeService) private readonly types: VolumeTypeService,
    @Inject(ResourceFilters) private readonly filters: ResourceFilters,
    @Inject(CollectionRequests) private readonly collections: CollectionRequests,
    @Inject(AttributeExtensions) private readonly attributes: AttributeExtensions,
    @Inject(ENFORCER) private readonly enforcer: Enforcer,
  ) {}

  @Operation({ method: 'GET', path: '/types', policy: { rule: 'volume_extension:type_get_all' }, success: 200 })
  async list(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    const microversion = microversionOf(request);
    const { page, filters } = this.collections.read(request);
    const before = (given: typeof filters) => removeInvalidFilters(context, given, ['is_public']);
    const taken =
      microversion < TYPE_FILTERS
        ? before(filters)
        : this.filters.process(context, filters, { resource: 'volume_type', microversion, before });
    const asked = typeFilters(taken);
    const isPublic = context.isAdmin ? isPublicFilter(request.query.get('is_public')) : true;
    const hidden = Object.keys(asked?.extraSpecs ?? {}).some((key) => !USER_VISIBLE_EXTRA_SPECS.includes(key));
    // Whoever may not see a spec may not find out about it by a filter either.
    const nothing =
      asked === undefined ||
      (hidden &&
        !this.enforcer.enforce('volume_extension:types_extra_specs:read_sensitive', ownTarget(context), context));
    const rows = nothing
      ? []
      : await this.types.list(context, { ...asked, ...(isPublic === undefined ? {} : { isPublic }) }, page);
    const links = this.collections.nextLinks(request, 'types', rows);
    return {
      volume_types: rows.map((row) =>
        this.attributes.apply('types', context, volumeTypeView(context, row, this.enforcer), { row, microversion }),
      ),
      ...(links.length > 0 ? { volume_type_links: links } : {}),
    };
  }
}
