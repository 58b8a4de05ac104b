// SPDX-License-Identifier: Apache-2.0
import type { Provider, Type } from '@nestjs/common';
import { Configuration, type GivenValues } from '@stackport/config';
import { loggingOptions, setupLogging } from '@stackport/context';
import { policyOptions, Enforcer } from '@stackport/policy';
import { sharedOptionGroups } from '@stackport/middleware';
import type { TokenValidator } from '@stackport/keystone';
import { HeaderMap, Request, type Response } from '@stackport/wsgi';
import { cinderDefaultValues, cinderOptionGroups } from '../options/index.js';
import { policyRules } from '../policies/index.js';
import { type ApiEdge, createApiEdge } from './api-edge.js';
import type { ManifestEntry } from './extensions/manifest.js';

export interface TestEdgeInit {
  readonly controllers: readonly Type[];
  readonly extensions?: readonly ManifestEntry[];
  readonly providers?: readonly Provider[];
  readonly values?: GivenValues;
  readonly configFiles?: readonly string[];
  readonly validator?: TokenValidator;
}

/** The edge alone around controllers of a test, without authentication unless `values` say otherwise. */
export interface TestEdge extends ApiEdge {
  /** What was logged, a line each. */
  readonly lines: string[];
  readonly configuration: Configuration;
  ask(method: string, path: string, options?: AskOptions): Promise<Response>;
}

export interface AskOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: string;
}

export async function testEdge(init: TestEdgeInit): Promise<TestEdge> {
  const { controllers, extensions = [], providers = [], values = {}, configFiles = [], validator } = init;
  const configuration = await Configuration.load({
    project: 'cinder',
    program: 'cinder-api',
    environment: {},
    configFiles,
    groups: [...cinderOptionGroups, policyOptions, ...sharedOptionGroups, loggingOptions],
    defaults: cinderDefaultValues(),
    overrides: { ...values, DEFAULT: { auth_strategy: 'noauth', ...values.DEFAULT } },
  });
  const lines: string[] = [];
  const write = (text: string): void => void lines.push(...text.trimEnd().split('\n'));
  const logging = setupLogging(configuration, 'cinder-api', { write });
  const edge = await createApiEdge({
    configuration,
    logging,
    enforcer: Enforcer.create({ rules: policyRules, configuration }),
    coreControllers: controllers,
    extensionFolder: { package: 'cinder.api.contrib', entries: extensions },
    providers,
    ...(validator === undefined ? {} : { validator }),
  });
  const ask: TestEdge['ask'] = (method, path, { headers = {}, json, body } = {}) => {
    const text = json === undefined ? body : JSON.stringify(json);
    const type: Record<string, string> = json === undefined ? {} : { 'Content-Type': 'application/json' };
    return edge.application(
      Request.blank(path, {
        method,
        host: 'host.example',
        headers: new HeaderMap({ 'X-Auth-Token': 'u:abc', Accept: 'application/json', ...type, ...headers }),
        ...(text === undefined ? {} : { body: text }),
      }),
    );
  };
  return { ...edge, lines, configuration, ask };
}
