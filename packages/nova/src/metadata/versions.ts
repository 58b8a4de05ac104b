// SPDX-License-Identifier: Apache-2.0

/** Versions of EC2's metadata (nova 26, api/metadata/base.py). */
export const EC2_VERSIONS = [
  '1.0',
  '2007-01-19',
  '2007-03-01',
  '2007-08-29',
  '2007-10-10',
  '2007-12-15',
  '2008-02-01',
  '2008-09-01',
  '2009-04-04',
] as const;

/** Versions of OpenStack's, by the release that began them; what each has more is asked for by these names. */
export const openstackVersions = {
  folsom: '2012-08-10',
  grizzly: '2013-04-04',
  havana: '2013-10-17',
  liberty: '2015-10-15',
  newtonOne: '2016-06-30',
  newtonTwo: '2016-10-06',
  ocata: '2017-02-22',
  rocky: '2018-08-27',
  victoria: '2020-10-14',
} as const;

export const OPENSTACK_VERSIONS = Object.values(openstackVersions);

export const LATEST = 'latest';

/** Which one is meant; undefined for one that is none. */
export function knownVersion(versions: readonly string[], asked: string): string | undefined {
  if (asked === LATEST) return versions.at(-1);
  return versions.includes(asked) ? asked : undefined;
}
