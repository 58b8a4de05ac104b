// SPDX-License-Identifier: Apache-2.0
import { formatMicroversion } from '@stackport/api';
import { MAXIMUM_MICROVERSION, MINIMUM_MICROVERSION } from '../microversion.js';

/** A version of the API as its documents tell it. */
export interface VersionDocument {
  readonly id: string;
  readonly status: string;
  readonly version: string;
  readonly min_version: string;
  readonly updated: string;
  readonly links: readonly Readonly<Record<string, string>>[];
  readonly 'media-types': readonly Readonly<Record<string, string>>[];
}

const DOCUMENTATION = { rel: 'describedby', type: 'text/html', href: 'http://docs.openstack.org/' };

/** The former API, answered by the present one, and that. */
export const VERSIONS: Readonly<Record<'v2.0' | 'v2.1', VersionDocument>> = {
  'v2.0': {
    id: 'v2.0',
    status: 'SUPPORTED',
    version: '',
    min_version: '',
    updated: '2011-01-21T11:33:21Z',
    links: [DOCUMENTATION],
    'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.compute+json;version=2' }],
  },
  'v2.1': {
    id: 'v2.1',
    status: 'CURRENT',
    version: formatMicroversion(MAXIMUM_MICROVERSION),
    min_version: formatMicroversion(MINIMUM_MICROVERSION),
    updated: '2013-07-23T11:33:21Z',
    links: [DOCUMENTATION],
    'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.compute+json;version=2.1' }],
  },
};

/**
 * The document of one version.
 * @param url - of the application that answers
 */
export function oneVersion(version: VersionDocument, url: string): unknown {
  const links = [{ rel: 'self', href: `${url.replace(/\/+$/, '')}/` }, ...version.links];
  return { version: { ...version, links } };
}

/** All versions, as `/` answers them. @param url - of the root */
export function allVersions(url: string): unknown {
  return {
    versions: Object.values(VERSIONS).map(({ id, status, version, min_version, updated }) => ({
      id,
      status,
      version,
      min_version,
      updated,
      links: [{ rel: 'self', href: `${url}/${prefixOf(id)}/` }],
    })),
  };
}

/** All versions, as a path below none of them answers them. @param path - that path */
export function choices(url: string, path: string): unknown {
  return {
    choices: Object.values(VERSIONS).map((version) => ({
      id: version.id,
      status: version.status,
      links: [{ rel: 'self', href: joined(url, prefixOf(version.id), path) }],
      'media-types': version['media-types'],
    })),
  };
}

function prefixOf(id: string): string {
  return id.startsWith('v2.1') ? 'v2.1' : 'v2';
}

/** Parts without slashes at their ends; a last part that is empty leaves one (nova 26, url_join). */
function joined(...parts: readonly string[]): string {
  const clean = parts.filter((part) => part !== '').map((part) => part.replace(/^\/+|\/+$/g, ''));
  return [...clean, ...(parts.at(-1) === '' ? [''] : [])].join('/');
}
