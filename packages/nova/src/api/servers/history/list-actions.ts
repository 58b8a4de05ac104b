// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import { MarkerNotFound } from '../../../errors/base.js';
import { type ActionQuery, ActionLog } from '../../../servers/action-log.js';
import { lastOf, Links } from '../../links.js';
import { isSince } from '../../microversion.js';
import { listActionsQuery } from '../../schemas/server-parts.js';
import { CheckedQuery } from '../../validation/checked-parameters.js';
import { isoTimeOf } from '../../validation/iso-time.js';
import { actionView } from './action-view.js';

const PATH = '/servers/:server_id/os-instance-actions';
const POLICY = { rule: 'os_compute_api:os-instance-actions:list', target: 'resource' } as const;

@Controller('v2.1')
export class ListActions {
  constructor(
    @Inject(ActionLog) private readonly log: ActionLog,
    @Inject(Links) private readonly links: Links,
  ) {}

  @Operation({
    method: 'GET',
    path: PATH,
    microversions: { min: '2.1', max: '2.57' },
    policy: POLICY,
    success: 200,
  })
  async listAll(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @Req() request: Request,
  ): Promise<unknown> {
    const found = await this.log.list(context, uuid, {}, { withDeleted: isSince(request, '2.21') });
    return { instanceActions: found.map((action) => actionView(action, request)) };
  }

  @Operation({ method: 'GET', path: PATH, microversions: { min: '2.58' }, policy: POLICY, success: 200 })
  async list(
    @Caller() context: RequestContext,
    @Param('server_id') uuid: string,
    @CheckedQuery(listActionsQuery) query: URLSearchParams,
    @Req() request: Request,
  ): Promise<unknown> {
    const wanted: ActionQuery = { ...this.links.page(request), ...timesOf(query) };
    try {
      const found = await this.log.list(context, uuid, wanted, { withDeleted: true });
      const ids = found.map(({ request_id: id }) => id ?? '');
      const next = this.links.next(request, `servers/${uuid}/os-instance-actions`, ids);
      return {
        instanceActions: found.map((action) => actionView(action, request)),
        ...(next.length === 0 ? {} : { links: next }),
      };
    } catch (error) {
      // Upstream names the row that it did not find, and so nothing.
      if (error instanceof MarkerNotFound) throw new HttpError(400, 'Marker None could not be found.');
      throw error;
    }
  }
}

function timesOf(query: URLSearchParams): Pick<ActionQuery, 'changesSince' | 'changesBefore'> {
  const timeOf = (name: string): Date | undefined => {
    const text = lastOf(query, name);
    return text === undefined ? undefined : isoTimeOf(text);
  };
  const [changesSince, changesBefore] = [timeOf('changes-since'), timeOf('changes-before')];
  if (changesSince !== undefined && changesBefore !== undefined && changesBefore < changesSince)
    throw new HttpError(400, 'The value of changes-since must be less than or equal to changes-before.');
  return { changesSince, changesBefore };
}
