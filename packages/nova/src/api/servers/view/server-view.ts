// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import type { FlavorValues, InstanceValues } from '../../../instances/instance.js';
import { vmStates } from '../../../instances/states.js';
import type { UnreachableServer } from '../../../servers/server.js';
import type { ServerDetails } from '../../../servers/server-details.js';
import { statusOf } from '../../../servers/server-status.js';
import type { Link, Links } from '../../links.js';
import { isSince } from '../../microversion.js';
import { wireTime } from '../../wire-time.js';
import { addressesView } from './addresses-view.js';
import { extendedAttributes } from './extended-attributes.js';
import { faultView } from './fault-view.js';
import { hostId } from '../../../hosts/host-id.js';

type View = Record<string, unknown>;

/** What of servers the caller may see, and the answer is to have. */
export interface ServerViewOptions {
  readonly request: Request;
  readonly links: Links;
  /** `instance_name_template` */
  readonly nameTemplate: string;
  readonly extraSpecs: boolean;
  /** Whether faults have details. */
  readonly isAdmin: boolean;
  /** Where a server is, and what it was made with. */
  readonly extendedAttributes: boolean;
  readonly hostStatus: 'any' | 'unknown' | 'none';
  readonly groups: boolean;
  /** Whether all is told, as of a server that is shown; less is told of one that was just changed. */
  readonly isWhole: boolean;
  /** False where the answer has it in a place of its own. */
  readonly userData?: boolean;
}

const WITH_FAULT = ['ERROR', 'DELETED'];
const WITH_PROGRESS = ['ACTIVE', 'BUILD', 'REBUILD', 'RESIZE', 'VERIFY_RESIZE', 'MIGRATING'];

/** A server in lists. */
export function serverSummary({ uuid, display_name: name }: InstanceValues, request: Request, links: Links): View {
  return { id: uuid, name, links: links.of(request, 'servers', uuid) };
}

/** A server with what it is (nova 26, api/openstack/compute/views/servers.py, show). */
export function serverView(instance: InstanceValues, details: ServerDetails, options: ServerViewOptions): View {
  const { request, links, isWhole } = options;
  const status = statusOf(instance);
  const fault = WITH_FAULT.includes(status) ? faultView(instance.fault ?? null, options.isAdmin) : undefined;
  return {
    id: instance.uuid,
    name: instance.display_name,
    status,
    tenant_id: instance.project_id ?? '',
    user_id: instance.user_id ?? '',
    metadata: instance.metadata ?? {},
    hostId: hostId(instance.host, instance.project_id),
    image: imageView(instance.image_ref, options),
    flavor: flavorView(instance.flavor, options),
    created: shortTime(instance.created_at),
    updated: shortTime(instance.updated_at ?? instance.created_at),
    addresses: instance.vm_state === vmStates.building ? {} : addressesView(instance, isWhole),
    accessIPv4: instance.access_ip_v4 ?? '',
    accessIPv6: instance.access_ip_v6 ?? '',
    links: links.of(request, 'servers', instance.uuid),
    'OS-DCF:diskConfig': instance.auto_disk_config === true ? 'AUTO' : 'MANUAL',
    ...(fault === undefined ? {} : { fault }),
    ...(WITH_PROGRESS.includes(status) ? { progress: instance.progress ?? 0 } : {}),
    ...(isWhole
      ? {
          'OS-EXT-AZ:availability_zone': details.zone ?? '',
          config_drive: instance.config_drive,
          key_name: instance.key_name,
          'OS-SRV-USG:launched_at': wireTime(instance.launched_at),
          'OS-SRV-USG:terminated_at': wireTime(instance.terminated_at),
        }
      : {}),
    ...(details.securityGroups.length > 0 ? { security_groups: details.securityGroups.map((name) => ({ name })) } : {}),
    ...(options.extendedAttributes ? extendedAttributes(instance, options) : {}),
    ...(isWhole
      ? {
          'OS-EXT-STS:task_state': instance.task_state,
          'OS-EXT-STS:vm_state': instance.vm_state,
          'OS-EXT-STS:power_state': instance.power_state,
          'os-extended-volumes:volumes_attached': volumesView(details, request),
        }
      : {}),
    ...hostStatusView(details, options),
    ...(isSince(request, '2.9') ? { locked: (instance.locked_by ?? null) !== null } : {}),
    ...(isSince(request, '2.73') ? { locked_reason: instance.system_metadata?.locked_reason ?? null } : {}),
    ...(isSince(request, '2.19') ? { description: instance.display_description } : {}),
    ...(isSince(request, '2.26') ? { tags: (instance.tags?.objects ?? []).map(({ tag }) => tag) } : {}),
    ...(isSince(request, '2.63') ? { trusted_image_certificates: instance.trusted_certs?.ids ?? null } : {}),
    ...(isSince(request, '2.90') && !options.extendedAttributes
      ? { 'OS-EXT-SRV-ATTR:hostname': instance.hostname }
      : {}),
    ...(options.groups ? { server_groups: details.groups } : {}),
  };
}

/** What is told of a server whose cell does not answer. */
export function unreachableView(server: UnreachableServer, options: ServerViewOptions): View {
  const { request, links, groups } = options;
  const { spec } = server;
  return {
    id: server.uuid,
    status: 'UNKNOWN',
    tenant_id: server.project_id,
    created: shortTime(server.created_at),
    links: links.of(request, 'servers', server.uuid),
    ...(spec === undefined
      ? {}
      : {
          image: imageView(spec.image_ref, options),
          flavor: flavorView(spec.flavor ?? undefined, options),
          'OS-EXT-AZ:availability_zone': spec.availability_zone ?? 'UNKNOWN',
          'OS-EXT-STS:power_state': 0,
          user_id: spec.user_id ?? 'UNKNOWN',
          ...(groups ? { server_groups: [] } : {}),
        }),
  };
}

/** In lists that tell no more than names. */
export function unreachableSummary({ uuid }: UnreachableServer, request: Request, links: Links): View {
  return { id: uuid, status: 'UNKNOWN', links: links.of(request, 'servers', uuid) };
}

function imageView(ref: string | null, { request, links }: ServerViewOptions): View | '' {
  if ((ref ?? '') === '') return '';
  const id = ref?.split('/').at(-1) ?? '';
  return { id, links: [links.bookmark(request, 'images', id)] satisfies readonly Link[] };
}

function flavorView(flavor: FlavorValues | undefined, options: ServerViewOptions): View {
  if (flavor === undefined) return {};
  if (isSince(options.request, '2.47'))
    return {
      vcpus: flavor.vcpus,
      ram: flavor.memory_mb,
      disk: flavor.root_gb,
      ephemeral: flavor.ephemeral_gb,
      swap: flavor.swap,
      original_name: flavor.name,
      ...(options.extraSpecs ? { extra_specs: flavor.extra_specs ?? {} } : {}),
    };
  return { id: flavor.flavorid, links: [options.links.bookmark(options.request, 'flavors', flavor.flavorid)] };
}

function volumesView({ devices }: ServerDetails, request: Request): readonly View[] {
  return devices
    .filter(({ volume_id: id }) => (id ?? '') !== '')
    .map(({ volume_id: id, delete_on_termination: isDeleted }) => ({
      id,
      ...(isSince(request, '2.3') ? { delete_on_termination: isDeleted ?? false } : {}),
    }));
}

/** The status of a server's host, where the caller may know it. */
export function hostStatusView({ hostStatus }: ServerDetails, options: ServerViewOptions): View {
  if (!isSince(options.request, '2.16') || options.hostStatus === 'none') return {};
  return options.hostStatus === 'any' || hostStatus === 'UNKNOWN' ? { host_status: hostStatus } : {};
}

/** `2026-11-21T09:39:45Z` */
export function shortTime(time: Date | null): string | null {
  return time === null ? null : time.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
