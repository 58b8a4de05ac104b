// SPDX-License-Identifier: Apache-2.0
import type { ObjectType } from '@stackport/versioned-objects';
import type {
  Backup,
  Group,
  GroupSnapshot,
  Snapshot,
  Volume,
  VolumeAttachment,
  VolumeType,
} from '../generated/mysql/client.js';
import { objectTypes, type ObjectName } from './object-types.js';
import { toWire, toWireList, type ObjectValues, type WireObject } from './wire-object.js';

/** A row of one of the metadata tables. */
interface KeyValueRow {
  readonly key: string | null;
  readonly value: string | null;
  readonly deleted?: boolean | null;
}

/** What a row carries with it is what was read with it; what was not read does not travel. */
export type VolumeObjectRow = Volume & {
  readonly metadata?: readonly KeyValueRow[];
  readonly adminMetadata?: readonly KeyValueRow[];
  readonly glanceMetadata?: readonly KeyValueRow[];
  readonly attachments?: readonly VolumeAttachment[];
  readonly volumeType?: VolumeTypeObjectRow | null;
};
export type VolumeTypeObjectRow = VolumeType & {
  readonly extraSpecs?: readonly KeyValueRow[];
  readonly projects?: readonly { readonly projectId: string | null }[] | undefined;
};
export type SnapshotObjectRow = Snapshot & {
  readonly metadata?: readonly KeyValueRow[];
  readonly volume?: VolumeObjectRow | undefined;
};
export type BackupObjectRow = Backup & {
  readonly metadata?: readonly KeyValueRow[];
  readonly parent?: BackupObjectRow | null;
};

/** Fields of objects whose columns have another name in our schema. */
const RENAMED: Readonly<Record<string, string>> = {
  _name_id: 'nameId',
  source_volid: 'sourceVolumeId',
  consistencygroup_id: 'consistencyGroupId',
  source_cgid: 'sourceConsistencyGroupId',
};

export function volumeObject(row: VolumeObjectRow): WireObject {
  return toWire('Volume', volumeValues(row));
}

/** A volume without its parts: who gets it reads those that he needs. */
export function bareVolumeObject(row: VolumeObjectRow): WireObject {
  return toWire('Volume', columns('Volume', row));
}

/** A volume's values under upstream's names, with its parts as objects. */
export function volumeValues(row: VolumeObjectRow): ObjectValues {
  return {
    ...columns('Volume', row),
    metadata: dictionary(row.metadata),
    admin_metadata: dictionary(row.adminMetadata),
    // Upstream reads it where there is an image behind the volume.
    glance_metadata: row.glanceMetadata?.length === 0 ? undefined : dictionary(row.glanceMetadata),
    volume_type: row.volumeType && volumeTypeObject({ ...row.volumeType, projects: undefined }),
    volume_attachment:
      row.attachments &&
      toWireList(
        'VolumeAttachmentList',
        row.attachments.map((attachment) => attachmentObject(attachment)),
      ),
  };
}

export function volumeTypeObject(row: VolumeTypeObjectRow): WireObject {
  return toWire('VolumeType', {
    ...columns('VolumeType', row),
    extra_specs: dictionary(row.extraSpecs),
    projects: row.projects?.map(({ projectId }) => projectId),
  });
}

export function attachmentObject(row: VolumeAttachment): WireObject {
  return toWire('VolumeAttachment', {
    ...columns('VolumeAttachment', row),
    connection_info: row.connectionInfo === null ? null : JSON.parse(row.connectionInfo),
    connector: row.connector === null ? null : JSON.parse(row.connector),
  });
}

export function snapshotObject(row: SnapshotObjectRow): WireObject {
  return toWire('Snapshot', {
    ...columns('Snapshot', row),
    metadata: dictionary(row.metadata) ?? {},
    volume: row.volume && volumeObject(row.volume),
  });
}

/** A snapshot that is being made: what gets it has its volume beside it, or reads it. */
export function newSnapshotObject(row: SnapshotObjectRow): WireObject {
  return snapshotObject({ ...row, volume: undefined });
}

export function backupObject(row: BackupObjectRow): WireObject {
  return toWire('Backup', {
    ...columns('Backup', row),
    metadata: dictionary(row.metadata),
    parent: row.parent === undefined || row.parent === null ? row.parent : backupObject(row.parent),
  });
}

export function groupObject(
  row: Group & { readonly volumeTypeIds?: readonly string[]; readonly volumeTypes?: readonly VolumeTypeObjectRow[] },
): WireObject {
  return toWire('Group', {
    ...columns('Group', row),
    volume_type_ids: row.volumeTypeIds,
    volume_types:
      row.volumeTypes &&
      toWireList(
        'VolumeTypeList',
        row.volumeTypes.map((type) => volumeTypeObject(type)),
      ),
  });
}

export function groupSnapshotObject(row: GroupSnapshot & { readonly group?: Group }): WireObject {
  return toWire('GroupSnapshot', { ...columns('GroupSnapshot', row), group: row.group && groupObject(row.group) });
}

/** Values that are columns of the row, by the names that they have in the object. */
function columns(name: ObjectName, row: object): Record<string, unknown> {
  const { fields }: ObjectType = objectTypes[name];
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, type]) => typeof type === 'string' && type !== 'dictionary' && type !== 'list')
      .map(([field, type]) => {
        const value = (row as Record<string, unknown>)[RENAMED[field] ?? camelCase(field)];
        // As upstream's _from_db_object has it.
        return [field, type === 'integer' ? (value === null ? 0 : value) : value];
      }),
  );
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The living rows of a metadata table; undefined where they were not read. */
function dictionary(rows: readonly KeyValueRow[] | undefined): Record<string, string | null> | undefined {
  return (
    rows &&
    Object.fromEntries(rows.filter(({ deleted }) => deleted !== true).map(({ key, value }) => [key ?? '', value]))
  );
}
