// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { Response } from '@stackport/wsgi';
import { type EventOutcome, ExternalEvents } from '../../server-events/external-events.js';
import { createExternalEventsSchema } from '../schemas/server-external-events.js';
import { CheckedBody } from '../validation/checked-parameters.js';

interface GivenEvent {
  readonly name: string;
  readonly server_uuid: string;
  readonly status?: string;
  readonly tag?: string;
}

/** Each event of a request has a status of its own. */
const ANSWERS: Readonly<Record<EventOutcome, { readonly status: string; readonly code: number }>> = {
  accepted: { status: 'completed', code: 200 },
  'unknown server': { status: 'failed', code: 404 },
  'tag missing': { status: 'failed', code: 400 },
  'no host': { status: 'failed', code: 422 },
};

@Controller('v2.1')
export class CreateServerExternalEvents {
  constructor(@Inject(ExternalEvents) private readonly events: ExternalEvents) {}

  @Operation({
    method: 'POST',
    path: '/os-server-external-events',
    policy: { rule: 'os_compute_api:os-server-external-events:create' },
    success: 200,
  })
  async create(
    @Caller() context: RequestContext,
    @CheckedBody(createExternalEventsSchema) body: { readonly events: readonly GivenEvent[] },
  ): Promise<unknown> {
    const outcomes = await this.events.accept(
      context,
      body.events.map(({ name, server_uuid: instanceUuid, status = 'completed', tag = null }) => ({
        name,
        instanceUuid,
        status,
        tag,
      })),
    );
    const answers = body.events.map((event, index) => ({ ...event, ...ANSWERS[outcomes[index] ?? 'unknown server'] }));
    return Response.json({ events: answers }, outcomes.every((outcome) => outcome === 'accepted') ? 200 : 207);
  }
}
