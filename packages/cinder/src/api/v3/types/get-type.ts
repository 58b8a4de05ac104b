// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, ENFORCER, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import type { Request } from '@stackport/wsgi';
import { VolumeTypeService } from '../../../volume-types/volume-type-service.js';
import { AttributeExtensions } from '../../extensions/attribute-extensions.js';
import { microversionOf } from '../../microversion.js';
import { volumeTypeView } from '../../views/volume-type-view.js';

@Controller('v3')
export class GetType {
  constructor(
    @Inject(VolumeTypeService) private readonly types: VolumeTypeService,
    @Inject(AttributeExtensions) private readonly attributes: AttributeExtensions,
    @Inject(ENFORCER) private readonly enforcer: Enforcer,
  ) {}

  @Operation({
    method: 'GET',
    path: '/types/:id',
    policy: { rule: 'volume_extension:type_get', target: 'resource' },
    success: 200,
  })
  async get(@Caller() context: RequestContext, @Param('id') id: string, @Req() request: Request): Promise<unknown> {
    const row = id === 'default' ? await this.types.getDefault(context) : await this.types.get(context, id);
    // A type belongs to no project: the caller's own is what the rule sees, as upstream's target has it.
    const target = { project_id: context.projectId, user_id: context.userId };
    await this.enforcer.authorizeAsync('volume_extension:type_get', target, context);
    const microversion = microversionOf(request);
    const view = volumeTypeView(context, row, this.enforcer);
    return { volume_type: this.attributes.apply('types', context, view, { row, microversion }) };
  }
}
