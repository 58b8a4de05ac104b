// SPDX-License-Identifier: Apache-2.0
import { posix } from 'node:path';
import { networkInfoFrom } from '../network/network-info.js';
import { ec2Metadata, findInTree, printTree, treeAsJson } from './ec2-metadata.js';
import type { MetadataServer } from './metadata-server.js';
import { networkDataOf } from './network-data.js';
import { openstackMetadata } from './openstack-metadata.js';
import { passwordOf } from './password.js';
import type { VendorData } from './vendor-data.js';
import { EC2_VERSIONS, knownVersion, LATEST, OPENSTACK_VERSIONS, openstackVersions } from './versions.js';

/** A file that a server is made with. */
export interface InjectedFile {
  readonly path: string;
  readonly contents: Buffer;
}

export interface InstanceMetadataInit {
  readonly server: MetadataServer;
  /** Of the guest that asks; null where nobody does. */
  readonly address: string | null;
  /** `[api] dhcp_domain` */
  readonly domain: string;
  readonly vendorData: VendorData;
  /** Of a configuration drive: nobody knows them later. */
  readonly files?: readonly InjectedFile[];
  /** Of a configuration drive: `admin_pass`. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly now?: () => Date;
}

/** An answer to a guest, or that its password is meant, which has a way of its own. */
export type Found =
  | { readonly kind: 'content'; readonly body: Buffer | string; readonly type: 'text/plain' | 'application/json' }
  | { readonly kind: 'password' };

/** What a guest can read of its server, in both forms (nova 26, api/metadata/base.py, InstanceMetadata). */
export class InstanceMetadata {
  readonly #init: InstanceMetadataInit;
  readonly #userData: Buffer | undefined;
  readonly #hostname: string;

  constructor(init: InstanceMetadataInit) {
    this.#init = init;
    const { user_data: userData, hostname } = init.server.instance;
    this.#userData = userData === null ? undefined : Buffer.from(userData, 'base64');
    this.#hostname = init.domain === '' ? (hostname ?? '') : `${hostname ?? ''}.${init.domain}`;
  }

  get server(): MetadataServer {
    return this.#init.server;
  }

  get password(): string | undefined {
    return passwordOf(this.#init.server.instance.system_metadata ?? {});
  }

  /** What stands at a path; undefined where nothing does. Rejects with what vendor data fail with. */
  async lookup(path: string): Promise<Found | undefined> {
    const parts = posix
      .normalize(`/${path}`)
      .split('/')
      .filter((part) => part !== '');
    const [root, ...rest] = parts;
    if (root === 'openstack') return this.#openstack(rest);
    // What names neither is of EC2's.
    return this.#ec2(root === 'ec2' ? rest : parts);
  }

  /** A configuration drive's files by their paths; what is told is the same. */
  async files(skippedEc2Versions: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    const files = new Map<string, Buffer>();
    for (const version of [...EC2_VERSIONS, LATEST]) {
      if (skippedEc2Versions.includes(version)) continue;
      const { 'meta-data': metadata = null } = this.#ec2Tree(version);
      if (this.#userData !== undefined) files.set(`ec2/${version}/user-data`, this.#userData);
      files.set(`ec2/${version}/meta-data.json`, treeAsJson(metadata));
    }
    for (const version of [...OPENSTACK_VERSIONS, LATEST])
      for (const name of this.#names(knownVersion(OPENSTACK_VERSIONS, version) ?? version)) {
        // A drive cannot be written to.
        if (name === 'password') continue;
        const path = `openstack/${version}/${name}`;
        const found = await this.lookup(path);
        if (found?.kind === 'content') files.set(path, Buffer.from(found.body));
      }
    for (const [index, { contents }] of (this.#init.files ?? []).entries())
      files.set(`openstack/${contentPath(index)}`, contents);
    return files;
  }

  #ec2Tree(version: string) {
    const known = knownVersion(EC2_VERSIONS, version) ?? version;
    const { server, address } = this.#init;
    return ec2Metadata({ server, address, hostname: this.#hostname, userData: this.#userData }, known);
  }

  #ec2([version, ...path]: readonly string[]): Found | undefined {
    if (version === undefined) return text([...EC2_VERSIONS, LATEST].join('\n'));
    if (knownVersion(EC2_VERSIONS, version) === undefined) return undefined;
    const found = findInTree(this.#ec2Tree(version), path);
    return found === undefined ? undefined : text(printTree(found));
  }

  async #openstack([first, ...rest]: readonly string[]): Promise<Found | undefined> {
    if (first === undefined) {
      const today = (this.#init.now?.() ?? new Date()).toISOString().slice(0, 10);
      return text([...OPENSTACK_VERSIONS.filter((version) => version <= today), LATEST].join('\n'));
    }
    if (first === 'content') {
      const [key, more] = rest;
      const file = (this.#init.files ?? []).find((_file, index) => contentPath(index) === `content/${key ?? ''}`);
      return file === undefined || more !== undefined ? undefined : text(file.contents);
    }
    const version = knownVersion(OPENSTACK_VERSIONS, first);
    if (version === undefined) return undefined;
    const name = rest.join('/');
    if (name === '' || name === 'version') return text(this.#names(version).join('\n'));
    // This one is served in versions that do not list it.
    const isThere = name === 'network_data.json' || this.#names(version).includes(name);
    return isThere ? this.#item(name, version) : undefined;
  }

  async #item(name: string, version: string): Promise<Found | undefined> {
    const { server, vendorData, extra = {}, files = [] } = this.#init;
    if (name === 'password') return { kind: 'password' };
    if (name === 'user_data') return this.#userData === undefined ? undefined : text(this.#userData);
    if (name === 'network_data.json') {
      const ports = networkInfoFrom(server.instance.info_cache?.network_info);
      // Upstream says text for this one.
      return text(JSON.stringify(networkDataOf(ports) ?? {}));
    }
    if (name === 'meta_data.json')
      return json(
        openstackMetadata(
          {
            instance: server.instance,
            hostname: this.#hostname,
            files: files.map(({ path }, index) => ({ path, content_path: `/${contentPath(index)}` })),
            extra,
          },
          version,
        ),
      );
    if (name === 'vendor_data2.json') return json(await vendorData.all(server.instance));
    const found = await vendorData.static();
    return found === undefined ? undefined : json(found);
  }

  /** What a version lists. */
  #names(version: string): readonly string[] {
    const { grizzly, havana, liberty, newtonTwo } = openstackVersions;
    return [
      'meta_data.json',
      ...(this.#userData === undefined ? [] : ['user_data']),
      ...(version >= grizzly ? ['password'] : []),
      ...(version >= havana ? ['vendor_data.json'] : []),
      ...(version >= liberty ? ['network_data.json'] : []),
      ...(version >= newtonTwo ? ['vendor_data2.json'] : []),
    ];
  }
}

function contentPath(index: number): string {
  return `content/${String(index).padStart(4, '0')}`;
}

function text(body: Buffer | string): Found {
  return { kind: 'content', body, type: 'text/plain' };
}

function json(value: unknown): Found {
  return { kind: 'content', body: JSON.stringify(value), type: 'application/json' };
}
