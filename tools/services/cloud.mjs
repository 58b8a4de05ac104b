// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { Failure } from './failure.mjs';

/**
 * @typedef {object} Cloud - what it takes to log in
 * @property {string} authUrl - with /v3
 * @property {string} username
 * @property {string} password
 * @property {string} projectName
 * @property {string} domainName - of user and project
 * @property {string} region
 */

/**
 * The one cloud of a clouds.yaml that Stackport has written.
 * @param {string} file
 * @returns {Cloud}
 */
export function readCloud(file) {
  const text = readFileSync(file, 'utf8');
  const value = (key, otherwise) => {
    const found = new RegExp(`^\\s*${key}:\\s*(.*?)\\s*$`, 'm').exec(text)?.[1] ?? otherwise;
    if (found === undefined) throw new Failure(`${file} has no ${key}`);
    return found.replace(/^(["'])(.*)\1$/, '$2');
  };
  return {
    authUrl: withVersion(value('auth_url')),
    username: value('username'),
    password: value('password'),
    projectName: value('project_name'),
    domainName: value('user_domain_name', 'Default'),
    region: value('region_name', 'RegionOne'),
  };
}

/**
 * The admin of a cloud that is running.
 * @param {string} authUrl - with or without /v3
 * @param {string} password
 * @returns {Cloud}
 */
export function adminOf(authUrl, password) {
  return {
    authUrl: withVersion(authUrl),
    username: 'admin',
    password,
    projectName: 'admin',
    domainName: 'Default',
    region: 'RegionOne',
  };
}

/**
 * The body of a token request.
 * @param {Cloud} cloud
 */
export function passwordAuthentication({ username, password, projectName, domainName }) {
  const domain = { name: domainName };
  return {
    auth: {
      identity: { methods: ['password'], password: { user: { name: username, domain, password } } },
      scope: { project: { name: projectName, domain } },
    },
  };
}

/** A logged-in client of a cloud's HTTP APIs. */
export class CloudSession {
  /**
   * @param {Cloud} cloud
   * @param {string} token
   * @param {{ project: { id: string }, user: { id: string }, catalog: { type: string, endpoints: { interface: string, url: string }[] }[] }} body
   */
  constructor(cloud, token, body) {
    this.cloud = cloud;
    this.token = token;
    this.projectId = body.project.id;
    this.userId = body.user.id;
    this.catalog = body.catalog;
  }

  /**
   * @param {Cloud} cloud
   * @throws {Failure} when it does not let us in
   */
  static async open(cloud) {
    const response = await fetch(`${cloud.authUrl}/auth/tokens`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(passwordAuthentication(cloud)),
    }).catch((error) => {
      throw new Failure(`${cloud.authUrl} does not answer: ${error.cause?.message ?? error.message}`);
    });
    const text = await response.text();
    if (response.status !== 201)
      throw new Failure(`${cloud.authUrl} gave ${cloud.username} no token: ${response.status} ${text}`);
    return new CloudSession(cloud, response.headers.get('X-Subject-Token'), JSON.parse(text).token);
  }

  /**
   * The public URL of a service, without a slash at its end.
   * @param {string} type - as in the catalog
   * @returns {string | undefined}
   */
  endpoint(type) {
    const service = this.catalog.find((candidate) => candidate.type === type);
    return service?.endpoints.find((endpoint) => endpoint.interface === 'public')?.url.replace(/\/$/, '');
  }

  /**
   * One request.
   * @param {string} method
   * @param {string} url
   * @param {unknown} [body] - JSON, or bytes
   * @returns {Promise<any>} the JSON of the answer, if it has one
   * @throws {Failure} for a status of 400 and above
   */
  async request(method, url, body) {
    const bytes = Buffer.isBuffer(body);
    const response = await fetch(url, {
      method,
      headers: {
        'X-Auth-Token': this.token,
        ...(body !== undefined && {
          'Content-Type': bytes ? 'application/octet-stream' : 'application/json',
        }),
      },
      body: body === undefined || bytes ? body : JSON.stringify(body),
    });
    const text = await response.text();
    if (response.status >= 400) throw new Failure(`${method} ${url}: ${response.status} ${text}`);
    return response.headers.get('Content-Type')?.startsWith('application/json') && text !== ''
      ? JSON.parse(text)
      : undefined;
  }
}

function withVersion(url) {
  const base = url.replace(/\/$/, '');
  return base.endsWith('/v3') ? base : `${base}/v3`;
}
