// SPDX-License-Identifier: Apache-2.0

/** How volumes and snapshots are called on a back end: `volume-%s`. */
export interface NameTemplates {
  readonly volume: string;
  readonly snapshot: string;
}

/** After a migration a volume is known by another id there. */
export function volumeName(
  templates: NameTemplates,
  volume: { readonly id: string; readonly nameId: string | null },
): string {
  return fill(templates.volume, volume.nameId ?? volume.id);
}

export function snapshotName(templates: NameTemplates, snapshot: { readonly id: string }): string {
  return fill(templates.snapshot, snapshot.id);
}

/** The id in a name; undefined for a name that the template did not make. */
export function idOf(template: string, name: string): string | undefined {
  const [before = '', after = ''] = template.split('%s');
  if (!name.startsWith(before) || !name.endsWith(after)) return undefined;
  const id = name.slice(before.length, name.length - after.length);
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? id : undefined;
}

function fill(template: string, id: string): string {
  return template.replaceAll(/%s|%\(id\)s/g, () => id);
}
