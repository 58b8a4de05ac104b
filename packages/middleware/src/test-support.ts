// SPDX-License-Identifier: Apache-2.0
import { Configuration, type LogLevel, type Logger } from '@stackport/config';
import {
  type TokenValidator,
  type ValidateOptions,
  type ValidatedToken,
  KeystoneUnavailable,
} from '@stackport/keystone';
import { type Application, type Filter, HeaderMap, Request, type RequestInit, Response } from '@stackport/wsgi';
import type { MiddlewareDependencies } from './dependencies.js';
import { sharedOptionGroups } from './shared-factories.js';

/** Keeps what is logged, as `level message`. */
export class RecordingLogger implements Logger {
  readonly lines: string[] = [];
  debug = (message: string): void => this.#add('debug', message);
  info = (message: string): void => this.#add('info', message);
  audit = (message: string): void => this.#add('audit', message);
  warning = (message: string): void => this.#add('warning', message);
  error = (message: string): void => this.#add('error', message);
  critical = (message: string): void => this.#add('critical', message);
  isEnabledFor = (): boolean => true;
  named = (): Logger => this;

  /** Messages of a level. */
  at(level: LogLevel): readonly string[] {
    return this.lines.filter((line) => line.startsWith(`${level} `)).map((line) => line.slice(level.length + 1));
  }

  #add(level: LogLevel, message: string): void {
    this.lines.push(`${level} ${message}`);
  }
}

/** Knows a few tokens by heart. */
export class FixedValidator implements TokenValidator {
  readonly tokens = new Map<string, ValidatedToken>();
  /** Cannot be asked. */
  down = false;
  readonly asked: { token: string; options: ValidateOptions | undefined }[] = [];

  async validate(token: string, options?: ValidateOptions): Promise<ValidatedToken | undefined> {
    this.asked.push({ token, options });
    if (this.down) throw new KeystoneUnavailable('nobody there');
    const found = this.tokens.get(token);
    const expired = found !== undefined && Date.parse(found.expires_at) <= Date.now();
    return expired && options?.allowExpired !== true ? undefined : found;
  }
}

export function dependenciesWith(
  values: Record<string, Record<string, unknown>> = {},
): MiddlewareDependencies & { logger: RecordingLogger; validator: FixedValidator } {
  return {
    configuration: Configuration.of(sharedOptionGroups, values),
    logger: new RecordingLogger(),
    validator: new FixedValidator(),
  };
}

export interface Asking extends Omit<RequestInit, 'headers' | 'pathInfo' | 'queryString'> {
  readonly path?: string;
  readonly headers?: Record<string, string>;
}

export function requestFor({ path = '/', headers = {}, ...rest }: Asking = {}): Request {
  return Request.blank(path, { ...rest, headers: new HeaderMap(headers) });
}

/** Sends a request through a filter around an application that answers 200 `inner`, or as told. */
export function ask(
  filter: Filter,
  asking: Asking = {},
  inner: Application = async () => Response.text('inner'),
): Promise<Response> {
  return filter(inner)(requestFor(asking));
}

/** An application that keeps the request it got. */
export function keeping(answer: () => Response = () => Response.text('inner')): {
  application: Application;
  seen: Request[];
} {
  const seen: Request[] = [];
  return {
    seen,
    application: async (request) => {
      seen.push(request);
      return answer();
    },
  };
}

/** A token of user `alice` in project `wonderland`, an hour to live, unless told otherwise. */
export function sampleToken(differences: Partial<ValidatedToken> = {}): ValidatedToken {
  const domain = { id: 'default', name: 'Default' };
  return {
    methods: ['password'],
    user: { id: 'u1', name: 'alice', domain },
    project: { id: 'p1', name: 'wonderland', domain: { id: 'd2', name: 'Looking Glass' } },
    roles: [
      { id: 'r1', name: 'member' },
      { id: 'r2', name: 'reader' },
    ],
    expires_at: new Date(Date.now() + 3_600_000).toISOString(),
    issued_at: new Date().toISOString(),
    audit_ids: ['a1'],
    ...differences,
  };
}
