// SPDX-License-Identifier: Apache-2.0
import type { InstanceValues } from '../instances/instance.js';

/** A server as notifications describe it (nova 26, notifications/base.py, info_from_instance). */
export function instanceUsage(instance: InstanceValues): Record<string, unknown> {
  const { flavor } = instance;
  return {
    tenant_id: instance.project_id,
    user_id: instance.user_id,
    instance_id: instance.uuid,
    display_name: instance.display_name,
    reservation_id: instance.reservation_id,
    hostname: instance.hostname,
    instance_type: flavor?.name ?? '',
    instance_type_id: instance.instance_type_id,
    instance_flavor_id: flavor?.flavorid ?? '',
    architecture: instance.architecture,
    memory_mb: flavor?.memory_mb ?? instance.memory_mb,
    disk_gb: (flavor?.root_gb ?? 0) + (flavor?.ephemeral_gb ?? 0),
    vcpus: flavor?.vcpus ?? instance.vcpus,
    root_gb: flavor?.root_gb ?? instance.root_gb,
    ephemeral_gb: flavor?.ephemeral_gb ?? instance.ephemeral_gb,
    host: instance.host,
    node: instance.node,
    availability_zone: instance.availability_zone,
    cell_name: instance.cell_name ?? '',
    created_at: pythonTime(instance.created_at),
    terminated_at: timeOrEmpty(instance.terminated_at),
    deleted_at: timeOrEmpty(instance.deleted_at),
    launched_at: timeOrEmpty(instance.launched_at),
    image_ref_url: instance.image_ref,
    os_type: instance.os_type,
    kernel_id: instance.kernel_id,
    ramdisk_id: instance.ramdisk_id,
    state: instance.vm_state,
    state_description: instance.task_state ?? '',
    progress: instance.progress ?? '',
    access_ip_v4: instance.access_ip_v4,
    access_ip_v6: instance.access_ip_v6,
    metadata: instance.metadata ?? {},
  };
}

function timeOrEmpty(time: Date | null): string {
  return time === null ? '' : time.toISOString().replace(/Z$/, '000');
}

/** Python's own text of a time with a zone. */
function pythonTime(time: Date | null): string {
  return time === null ? '' : `${time.toISOString().slice(0, 19).replace('T', ' ')}+00:00`;
}
