// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { RemoteError } from '@stackport/messaging';
import type { ObjectValues } from '@stackport/versioned-objects';
import { FeatureNotSupported } from '../../errors/base.js';
import { ConsoleTypeInvalid, PasswordNotSet } from '../../errors/server-actions.js';
import { InstanceInvalidState } from '../../errors/instances.js';
import { taskStates, vmStates } from '../../instances/states.js';
import { decode } from '../../objects/nova-object.js';
import type { ConsoleProtocol } from '../../rpc/compute-rpc.js';
import { instanceObject } from '../instance-object.js';
import type { ServerFinder } from '../server-finder.js';
import { checkHost, placed } from '../state-checks.js';
import type { ServerActions } from './server-actions.js';

/** The kinds of consoles that each protocol has. */
const CONSOLES: Readonly<Record<ConsoleProtocol, readonly string[]>> = {
  vnc: ['novnc', 'xvpvnc'],
  spice: ['spice-html5'],
  rdp: ['rdp-html5'],
  serial: ['serial'],
  mks: ['webmks'],
};

/** Why a host does not set a password, by upstream's names. */
const NO_PASSWORD = ['InstancePasswordSetFailed', 'SetAdminPasswdNotSupported', 'InstanceAgentNotEnabled'];

/** What a host is asked of a server of its own, and waited for. */
export class ServerLooks {
  readonly #finder: ServerFinder;
  readonly #actions: ServerActions;

  constructor(finder: ServerFinder, actions: ServerActions) {
    this.#finder = finder;
    this.#actions = actions;
  }

  /**
   * What the server wrote to its console, without control characters. Throws `InstanceNotReady`.
   * @param length - lines from the end; null for all
   */
  async consoleOutput(context: RequestContext, uuid: string, length: number | string | null): Promise<string> {
    const { instance, cell } = await this.#find(context, uuid, 'os_compute_api:os-console-output');
    const output = await cell.compute.getConsoleOutput(context, instanceObject(instance), length);
    return output.replaceAll(/\p{Cc}/gu, (character) => (isKept(character) ? character : ''));
  }

  /** Where a console can be reached. Throws `InstanceNotReady`, `InstanceInvalidState`, `ConsoleTypeInvalid`. */
  async console(context: RequestContext, uuid: string, protocol: ConsoleProtocol, type: string): Promise<string> {
    const { instance, cell } = await this.#find(context, uuid, 'os_compute_api:os-remote-consoles');
    const { task_state: task } = instance;
    if (task === taskStates.deleting || task === taskStates.migrating)
      throw new InstanceInvalidState(uuid, 'task_state', task, `get_${protocol}_console`);
    if (!CONSOLES[protocol].includes(type)) throw new ConsoleTypeInvalid(type);
    const answer = await cell.compute.getConsole(context, instanceObject(instance), protocol, type);
    return String(answer.access_url);
  }

  /** What the hypervisor's driver tells, in its own form. Throws `InstanceNotReady`. */
  async rawDiagnostics(context: RequestContext, uuid: string): Promise<ObjectValues> {
    const { instance, cell } = await this.#find(context, uuid, 'os_compute_api:os-server-diagnostics');
    return cell.compute.getDiagnostics(context, instanceObject(instance));
  }

  /** The same in the form that all drivers have. Throws `InstanceNotReady`. */
  async diagnostics(context: RequestContext, uuid: string): Promise<ObjectValues> {
    const { instance, cell } = await this.#find(context, uuid, 'os_compute_api:os-server-diagnostics');
    return decode(await cell.compute.getInstanceDiagnostics(context, instanceObject(instance))) as ObjectValues;
  }

  /** Throws `PasswordNotSet`, `FeatureNotSupported`, and as `ServerActions.run`. */
  async setPassword(context: RequestContext, uuid: string, password: string): Promise<void> {
    try {
      await this.#actions.run(context, uuid, 'os_compute_api:os-admin-password', {
        action: 'changePassword',
        record: 'changePassword',
        vmStates: [vmStates.active],
        changes: { task_state: taskStates.updatingPassword },
        tell: ({ cell, instance }) => cell.compute.setAdminPassword(context, instance, password),
      });
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      if (error.excType === 'NotImplementedError') throw new FeatureNotSupported('Unable to set password on instance');
      throw NO_PASSWORD.includes(error.excType) ? new PasswordNotSet(error.value) : error;
    }
  }

  async #find(context: RequestContext, uuid: string, rule: string) {
    const server = placed(await this.#finder.get(context, uuid, rule));
    checkHost(server.instance);
    return server;
  }
}

/** Tabs and ends of lines are text, and so is what upstream does not look at. */
function isKept(character: string): boolean {
  return character === '\t' || character === '\n' || character > '\u001f';
}
