// SPDX-License-Identifier: Apache-2.0
import { renameSync, writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import type { StateFolder } from './state-folder.js';

export interface CloudAccess {
  /** Of the identity service, with `/v3`. */
  readonly authUrl: string;
  readonly region: string;
  readonly username: string;
  readonly password: string;
  readonly projectName: string;
}

const DOMAIN = 'Default';

/** Writes clouds.yaml (one cloud for each name) and an openrc for the first; both for their owner alone. Returns their paths. */
export function writeClientFiles(
  state: StateFolder,
  clouds: Readonly<Record<string, CloudAccess>>,
): { readonly cloudsYaml: string; readonly openrc: string } {
  const document = {
    clouds: Object.fromEntries(
      Object.entries(clouds).map(([name, access]) => [
        name,
        {
          auth: {
            auth_url: access.authUrl,
            username: access.username,
            password: access.password,
            project_name: access.projectName,
            user_domain_name: DOMAIN,
            project_domain_name: DOMAIN,
          },
          region_name: access.region,
          identity_api_version: 3,
        },
      ]),
    ),
  };
  const cloudsYaml = state.file('clouds.yaml');
  write(cloudsYaml, stringify(document));
  const openrc = state.file('openrc');
  const [first] = Object.values(clouds);
  if (first !== undefined) write(openrc, openrcOf(first));
  return { cloudsYaml, openrc };
}

function openrcOf(access: CloudAccess): string {
  const values = {
    OS_AUTH_URL: access.authUrl,
    OS_USERNAME: access.username,
    OS_PASSWORD: access.password,
    OS_PROJECT_NAME: access.projectName,
    OS_USER_DOMAIN_NAME: DOMAIN,
    OS_PROJECT_DOMAIN_NAME: DOMAIN,
    OS_REGION_NAME: access.region,
    OS_IDENTITY_API_VERSION: '3',
  };
  return Object.entries(values)
    .map(([name, value]) => `export ${name}=${quoted(value)}\n`)
    .join('');
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** In one step, so that nobody reads half a file. */
function write(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
