// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError } from '@stackport/wsgi';
import { ComputeServiceUnavailable } from '../../errors/hosts.js';
import { HostResourceReader, type ResourceSum } from '../../hosts/host-resources.js';
import { COMPUTE_CONTROL, type ComputeControl } from '../../services/compute-control.js';
import { HostDirectory } from '../../services/host-directory.js';
import { ServiceDirectory } from '../../services/service-directory.js';
import { lastOf } from '../links.js';
import { listHostsQuery, updateHostSchema } from '../schemas/hosts.js';
import { isApiService } from '../services/api-services.js';
import { CheckedBody, CheckedQuery } from '../validation/checked-parameters.js';

/** Services and hypervisors have taken the place of hosts in 2.43. */
const UNTIL = { min: '2.1', max: '2.42' };
const rule = (action: string): { readonly rule: string } => ({ rule: `os_compute_api:os-hosts:${action}` });

@Controller('v2.1')
export class Hosts {
  constructor(
    @Inject(ServiceDirectory) private readonly directory: ServiceDirectory,
    @Inject(HostDirectory) private readonly hosts: HostDirectory,
    @Inject(HostResourceReader) private readonly resources: HostResourceReader,
    @Inject(COMPUTE_CONTROL) private readonly control: ComputeControl,
  ) {}

  @Operation({ method: 'GET', path: '/os-hosts', microversions: UNTIL, policy: rule('list'), success: 200 })
  async list(@CheckedQuery(listHostsQuery) query: URLSearchParams): Promise<unknown> {
    const wanted = lastOf(query, 'zone');
    const services = (await this.directory.list()).filter(
      (one) => one.disabled !== true && !isApiService(one) && (!wanted || one.zone === wanted),
    );
    return { hosts: services.map(({ host, topic, zone }) => ({ host_name: host, service: topic, zone })) };
  }

  @Operation({ method: 'GET', path: '/os-hosts/:id', microversions: UNTIL, policy: rule('show'), success: 200 })
  async get(@Param('id') host: string): Promise<unknown> {
    const { total, usedNow, usedMax, byProject } = await this.resources.read(host);
    const view = (project: string, { cpu, memoryMb, diskGb }: ResourceSum): unknown => ({
      resource: { host, project, cpu, memory_mb: memoryMb, disk_gb: diskGb },
    });
    return {
      host: [
        view('(total)', total),
        view('(used_now)', usedNow),
        view('(used_max)', usedMax),
        ...[...byProject].map(([project, used]) => view(project, used)),
      ],
    };
  }

  @Operation({ method: 'PUT', path: '/os-hosts/:id', microversions: UNTIL, policy: rule('update'), success: 200 })
  async update(
    @Caller() context: RequestContext,
    @Param('id') host: string,
    @CheckedBody(updateHostSchema) body: { readonly status?: string; readonly maintenance_mode?: string },
  ): Promise<unknown> {
    const { status, maintenance_mode: mode } = body;
    const isOn = (text: string): boolean => text.trim().toLowerCase() === 'enable';
    await this.#checkUp(host);
    const enabled = status === undefined ? undefined : await this.control.setHostEnabled(context, host, isOn(status));
    refuseUnless(enabled, ['enabled', 'disabled']);
    const maintenance =
      mode === undefined ? undefined : await this.control.setHostMaintenance(context, host, isOn(mode));
    refuseUnless(maintenance, ['on_maintenance', 'off_maintenance']);
    return {
      host,
      ...(enabled === undefined ? {} : { status: enabled }),
      ...(maintenance === undefined ? {} : { maintenance_mode: maintenance }),
    };
  }

  // Upstream changes the power of a host with GET.

  @Operation({
    method: 'GET',
    path: '/os-hosts/:id/startup',
    microversions: UNTIL,
    policy: rule('start'),
    success: 200,
  })
  startup(@Caller() context: RequestContext, @Param('id') host: string): Promise<unknown> {
    return this.#power(context, host, 'startup');
  }

  @Operation({
    method: 'GET',
    path: '/os-hosts/:id/shutdown',
    microversions: UNTIL,
    policy: rule('shutdown'),
    success: 200,
  })
  shutdown(@Caller() context: RequestContext, @Param('id') host: string): Promise<unknown> {
    return this.#power(context, host, 'shutdown');
  }

  @Operation({
    method: 'GET',
    path: '/os-hosts/:id/reboot',
    microversions: UNTIL,
    policy: rule('reboot'),
    success: 200,
  })
  reboot(@Caller() context: RequestContext, @Param('id') host: string): Promise<unknown> {
    return this.#power(context, host, 'reboot');
  }

  async #power(context: RequestContext, host: string, action: string): Promise<unknown> {
    await this.#checkUp(host);
    return { host, power_action: await this.control.hostPowerAction(context, host, action) };
  }

  /** Throws HostMappingNotFound, ComputeHostNotFound, ComputeServiceUnavailable. */
  async #checkUp(host: string): Promise<void> {
    await this.hosts.cellOf(host);
    if (!this.directory.isUp(await this.hosts.computeService(host))) throw new ComputeServiceUnavailable(host);
  }
}

/** What a driver says beside what it should is why it did nothing. */
function refuseUnless(answer: string | undefined, expected: readonly string[]): void {
  if (answer !== undefined && !expected.includes(answer)) throw new HttpError(400, answer);
}
