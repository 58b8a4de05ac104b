// SPDX-License-Identifier: Apache-2.0

/** Where a message goes, or what a server listens to: oslo_messaging.Target. */
export interface Target {
  /** The scope of topics; `control_exchange` where none is given. */
  readonly exchange?: string | undefined;
  /** A set of interfaces, served by any number of servers. */
  readonly topic: string;
  /** One of the servers of the topic; any of them where none is given. */
  readonly server?: string | undefined;
  /** An interface among those of the topic; the null namespace where none is given. */
  readonly namespace?: string | undefined;
  /** `major.minor`: of a client the least that the server must implement. */
  readonly version?: string | undefined;
  /** To all servers of the topic. */
  readonly fanout?: boolean | undefined;
}

/** As Python prints one. */
export function formatTarget(target: Partial<Target>): string {
  const names = ['exchange', 'topic', 'namespace', 'version', 'server', 'fanout'] as const;
  const given = names.filter((name) => target[name] !== undefined && target[name] !== '' && target[name] !== false);
  return `<Target ${given.map((name) => `${name}=${target[name] === true ? 'True' : String(target[name])}`).join(', ')}>`;
}
