// SPDX-License-Identifier: Apache-2.0
import { Inject, Injectable } from '@nestjs/common';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { NovaError } from '../../errors/base.js';
import { ComputeServiceUnavailable } from '../../errors/hosts.js';
import type { Hypervisor } from '../../hypervisors/hypervisor-directory.js';
import { COMPUTE_CONTROL, type ComputeControl } from '../../services/compute-control.js';
import { ServiceDirectory } from '../../services/service-directory.js';
import { isSince } from '../microversion.js';
import { hypervisorSummary, hypervisorView } from './hypervisor-view.js';

/** Shows hypervisors with the state of their services, and asks them for what they know alone. */
@Injectable()
export class HypervisorPresenter {
  constructor(
    @Inject(ServiceDirectory) private readonly directory: ServiceDirectory,
    @Inject(COMPUTE_CONTROL) private readonly control: ComputeControl,
  ) {}

  summary(hypervisor: Hypervisor, request: Request): Record<string, unknown> {
    return hypervisorSummary(hypervisor, this.directory.isUp(hypervisor.service), request);
  }

  async view(context: RequestContext, hypervisor: Hypervisor, request: Request): Promise<Record<string, unknown>> {
    const uptime = isSince(request, '2.88') ? await this.#knownUptime(context, hypervisor) : null;
    return hypervisorView(hypervisor, this.directory.isUp(hypervisor.service), request, uptime);
  }

  /** Throws ComputeServiceUnavailable, FeatureNotSupported where the hypervisor's driver cannot tell. */
  async uptime(context: RequestContext, { node, service }: Hypervisor): Promise<string> {
    const host = node.host ?? '';
    if (!this.directory.isUp(service)) throw new ComputeServiceUnavailable(host);
    return this.control.getHostUptime(context, host);
  }

  async #knownUptime(context: RequestContext, hypervisor: Hypervisor): Promise<string | null> {
    try {
      return await this.uptime(context, hypervisor);
    } catch (error) {
      if (error instanceof NovaError) return null;
      throw error;
    }
  }
}
