// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, ENFORCER, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { type Request, Response } from '@stackport/wsgi';
import { InvalidRequest } from '../../errors/server-create.js';
import { CreateServers } from '../../servers/create/create-servers.js';
import type { RequestedDevice, RequestedNetwork, ServerOrder } from '../../servers/create/server-order.js';
import { isSince } from '../microversion.js';
import { Links } from '../links.js';
import { createServerSchema } from '../schemas/server-create.js';
import { CheckedBody } from '../validation/checked-parameters.js';
import { AdminPasswords } from './admin-passwords.js';
import { refusedOrder } from './refused-order.js';
import { canonicalAddress } from '../../instances/ip-address.js';
import { isTrue } from '../../is-true.js';
import { serverPaths } from './server-paths.js';

interface CreateBody {
  readonly server: {
    readonly name: string;
    readonly imageRef?: string;
    readonly flavorRef: string | number;
    readonly adminPass?: string;
    readonly metadata?: Readonly<Record<string, string>>;
    readonly networks?: readonly RequestedNetwork[] | 'none' | 'auto';
    readonly 'OS-DCF:diskConfig'?: 'AUTO' | 'MANUAL';
    readonly accessIPv4?: string;
    readonly accessIPv6?: string;
    readonly personality?: readonly { readonly path: string; readonly contents: string }[];
    readonly availability_zone?: string;
    readonly block_device_mapping?: readonly RequestedDevice[];
    readonly block_device_mapping_v2?: readonly RequestedDevice[];
    readonly config_drive?: boolean | string;
    readonly key_name?: string;
    readonly min_count?: number | string;
    readonly max_count?: number | string;
    readonly return_reservation_id?: boolean | string;
    readonly security_groups?: readonly { readonly name?: string }[];
    readonly user_data?: string | null;
    readonly description?: string | null;
    readonly tags?: readonly string[];
    readonly trusted_image_certificates?: readonly string[] | null;
    readonly host?: string;
    readonly hypervisor_hostname?: string;
    readonly hostname?: string;
  };
  readonly 'os:scheduler_hints'?: Readonly<Record<string, unknown>>;
  readonly 'OS-SCH-HNT:scheduler_hints'?: Readonly<Record<string, unknown>>;
}

const RULE = 'os_compute_api:servers:create';

@Controller('v2.1')
export class CreateServer {
  constructor(
    @Inject(CreateServers) private readonly servers: CreateServers,
    @Inject(AdminPasswords) private readonly passwords: AdminPasswords,
    @Inject(Links) private readonly links: Links,
    @Inject(ENFORCER) private readonly enforcer: Enforcer,
  ) {}

  @Operation({ method: 'POST', path: serverPaths(), policy: { rule: RULE, target: 'resource' }, success: 202 })
  async create(
    @Caller() context: RequestContext,
    @CheckedBody(createServerSchema) body: CreateBody,
    @Req() request: Request,
  ): Promise<unknown> {
    const { server } = body;
    const order = orderOf(body, request, this.passwords.given(server.adminPass));
    const target = {
      project_id: context.projectId,
      user_id: context.userId,
      availability_zone: order.availabilityZone,
    };
    await this.enforcer.authorizeAsync(RULE, target, context);
    const { reservationId, uuids } = await this.servers.run(context, order).catch((error: unknown) => {
      throw refusedOrder(error);
    });
    if (isTrue(server.return_reservation_id)) return Response.json({ reservation_id: reservationId }, 202);
    const [id] = uuids;
    const links = this.links.of(request, 'servers', id);
    const view = {
      id,
      links,
      'OS-DCF:diskConfig': order.diskConfig ?? 'MANUAL',
      security_groups: order.securityGroups.map((name) => ({ name })),
      ...(this.passwords.areShown ? { adminPass: order.adminPass } : {}),
    };
    const answer = Response.json({ server: view }, 202);
    answer.headers.set('Location', links[0]?.href ?? '');
    return answer;
  }
}

/** Throws InvalidRequest. */
function orderOf(body: CreateBody, request: Request, adminPass: string): ServerOrder {
  const { server } = body;
  const name = server.name.trim();
  const minCount = Number(server.min_count ?? 1);
  const maxCount = Number(server.max_count ?? minCount);
  if (minCount > maxCount) throw new InvalidRequest('min_count must be <= max_count');
  const { block_device_mapping: first, block_device_mapping_v2: second } = server;
  if (first !== undefined && second !== undefined)
    throw new InvalidRequest('Using different block_device_mapping syntaxes is not allowed in the same request.');
  const imageRef = server.imageRef ?? '';
  if (imageRef === '' && (first ?? second ?? []).length === 0) throw new InvalidRequest('Missing imageRef attribute');
  const groups = new Set((server.security_groups ?? []).flatMap((group) => (group.name ? [group.name] : [])));
  return {
    name,
    // Before 2.19 it was the name once more.
    description: isSince(request, '2.19') ? (server.description ?? null) : name,
    hostname: server.hostname ?? null,
    imageRef,
    flavorRef: String(server.flavorRef),
    adminPass,
    metadata: server.metadata ?? {},
    networks: server.networks,
    securityGroups: groups.size === 0 ? ['default'] : [...groups],
    availabilityZone: server.availability_zone ?? null,
    keyName: server.key_name ?? null,
    userData: server.user_data ?? null,
    hasConfigDrive: isTrue(server.config_drive),
    diskConfig: server['OS-DCF:diskConfig'],
    accessIPv4: server.accessIPv4 ?? null,
    accessIPv6: server.accessIPv6 === undefined ? null : canonicalAddress(server.accessIPv6),
    personality: server.personality ?? [],
    devices: second ?? first ?? [],
    isLegacyDevices: second === undefined,
    minCount,
    maxCount,
    schedulerHints: body['os:scheduler_hints'] ?? body['OS-SCH-HNT:scheduler_hints'] ?? {},
    tags: [...new Set(server.tags ?? [])],
    trustedCertificates: server.trusted_image_certificates ?? null,
    host: server.host ?? null,
    hypervisorHostname: server.hypervisor_hostname ?? null,
    supportsMultiattach: isSince(request, '2.60'),
  };
}
