// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { type Request, Response } from '@stackport/wsgi';
import type { InstanceChanges } from '../../../instances/instance.js';
import { type InjectedFile, Rebuild } from '../../../servers/moves/rebuild.js';
import { ServerFinder } from '../../../servers/server-finder.js';
import { Links } from '../../links.js';
import { isSince } from '../../microversion.js';
import { rebuildSchema } from '../../schemas/server-actions.js';
import { CheckedBody } from '../../validation/checked-parameters.js';
import { flagOf } from '../../validation/values.js';
import { AdminPasswords } from '../admin-passwords.js';
import { ServerPresenter, SHOWN_PARTS } from '../view/server-presenter.js';
import { serverAction } from './action-path.js';
import { canonicalAddress } from '../../../instances/ip-address.js';

interface RebuildBody {
  readonly rebuild: {
    readonly imageRef: string;
    readonly name?: string;
    readonly adminPass?: string;
    readonly metadata?: Readonly<Record<string, string>>;
    readonly preserve_ephemeral?: boolean | string;
    readonly 'OS-DCF:diskConfig'?: 'AUTO' | 'MANUAL';
    readonly accessIPv4?: string;
    readonly accessIPv6?: string;
    readonly personality?: readonly InjectedFile[];
    readonly description?: string | null;
    readonly key_name?: string | null;
    readonly user_data?: string | null;
    readonly trusted_image_certificates?: readonly string[] | null;
    readonly hostname?: string;
  };
}

@Controller('v2.1')
export class RebuildServer {
  constructor(
    @Inject(Rebuild) private readonly rebuilds: Rebuild,
    @Inject(ServerFinder) private readonly finder: ServerFinder,
    @Inject(ServerPresenter) private readonly presenter: ServerPresenter,
    @Inject(AdminPasswords) private readonly passwords: AdminPasswords,
    @Inject(Links) private readonly links: Links,
  ) {}

  @Operation(serverAction('rebuild', 'os_compute_api:servers:rebuild'))
  async rebuild(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(rebuildSchema) { rebuild: body }: RebuildBody,
    @Req() request: Request,
  ): Promise<Response> {
    const password = body.adminPass ?? this.passwords.generate();
    const disk = body['OS-DCF:diskConfig'];
    await this.rebuilds.run(context, id, {
      password,
      imageId: body.imageRef,
      files: body.personality ?? [],
      preservesEphemeral: flagOf(body.preserve_ephemeral ?? false) ?? false,
      metadata: body.metadata,
      autoDiskConfig: disk === undefined ? undefined : disk === 'AUTO',
      keyName: body.key_name,
      trustedCertificates: body.trusted_image_certificates,
      reimagesVolume: isSince(request, '2.93'),
      changes: changesOf(body),
    });
    const server = await this.finder.get(context, id, null, { parts: SHOWN_PARTS });
    const isWhole = isSince(request, '2.75');
    const view = await this.presenter.view(context, request, server, { isWhole, userData: false });
    const { instance } = server;
    const body202 = {
      server: {
        ...view,
        ...(isSince(request, '2.54') ? { key_name: instance.key_name } : {}),
        ...(this.passwords.areShown ? { adminPass: password } : {}),
        ...(isSince(request, '2.57') ? { user_data: instance.user_data } : {}),
      },
    };
    const [self] = this.links.of(request, 'servers', id);
    return Response.json(body202, 202, { Location: self?.href ?? '' });
  }
}

function changesOf(body: RebuildBody['rebuild']): InstanceChanges {
  const { name, description, accessIPv4, accessIPv6, user_data: userData, hostname } = body;
  return {
    ...(name === undefined ? {} : { display_name: name.trim() }),
    ...(description === undefined ? {} : { display_description: description }),
    ...(accessIPv4 === undefined ? {} : { access_ip_v4: accessIPv4 }),
    ...(accessIPv6 === undefined ? {} : { access_ip_v6: canonicalAddress(accessIPv6) }),
    ...(userData === undefined ? {} : { user_data: userData }),
    ...(hostname === undefined ? {} : { hostname }),
  };
}
