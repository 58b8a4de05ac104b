// SPDX-License-Identifier: Apache-2.0
import type { Aggregate } from '../aggregates/aggregate-repository.js';
import type { Flavor } from '../flavors/flavor.js';
import type { ServiceValues } from '../hosts/host.js';
import type { KeyPair } from '../keypairs/keypair-repository.js';
import type { ServerGroup } from '../server-groups/server-group-repository.js';
import type { NotificationPayload } from './versioned-notifications.js';

/** A payload as of Zed: names, versions and fields are those of nova 26, notifications/objects. */
export function payload(name: string, version: string, data: Readonly<Record<string, unknown>>): NotificationPayload {
  return {
    'nova_object.name': name,
    'nova_object.namespace': 'nova',
    'nova_object.version': version,
    'nova_object.data': data,
  };
}

/** Before a pair is made it has no keys yet. */
export function keyPairPayload(
  keyPair: Pick<KeyPair, 'userId' | 'name' | 'type'> & Partial<Pick<KeyPair, 'fingerprint' | 'publicKey'>>,
): NotificationPayload {
  return payload('KeypairPayload', '1.0', {
    user_id: keyPair.userId,
    name: keyPair.name,
    public_key: keyPair.publicKey ?? null,
    fingerprint: keyPair.fingerprint ?? null,
    type: keyPair.type,
  });
}

/** @param projects - that have it; null, as are its extra specs, where it is gone and nobody asks any more */
export function flavorPayload(flavor: Flavor, projects: readonly string[] | null): NotificationPayload {
  return payload('FlavorPayload', '1.4', {
    flavorid: flavor.flavorid,
    memory_mb: flavor.memoryMb,
    vcpus: flavor.vcpus,
    root_gb: flavor.rootGb,
    ephemeral_gb: flavor.ephemeralGb,
    name: flavor.name,
    swap: flavor.swap,
    rxtx_factor: flavor.rxtxFactor,
    vcpu_weight: flavor.vcpuWeight,
    disabled: flavor.disabled,
    is_public: flavor.isPublic,
    extra_specs: projects === null ? null : flavor.extraSpecs,
    projects,
    description: flavor.description,
  });
}

/** Before an aggregate is made it has no number and no hosts yet. */
export function aggregatePayload(
  aggregate: Pick<Aggregate, 'uuid' | 'name'> & Partial<Pick<Aggregate, 'id' | 'hosts' | 'metadata'>>,
): NotificationPayload {
  return payload('AggregatePayload', '1.1', {
    id: aggregate.id ?? null,
    uuid: aggregate.uuid,
    name: aggregate.name,
    hosts: aggregate.hosts ?? null,
    metadata: aggregate.metadata ?? null,
  });
}

export function serverGroupPayload(group: ServerGroup): NotificationPayload {
  const rules = Object.entries(group.rules).map(([name, value]) => [name, String(value)]);
  return payload('ServerGroupPayload', '1.1', {
    uuid: group.uuid,
    name: group.name,
    user_id: group.userId,
    project_id: group.projectId,
    policies: group.policy === null ? null : [group.policy],
    members: group.members,
    // Upstream does not look them up for this.
    hosts: null,
    policy: group.policy,
    rules: Object.fromEntries(rules) as Record<string, string>,
  });
}

export function servicePayload(service: ServiceValues): NotificationPayload {
  return payload('ServiceStatusPayload', '1.1', {
    host: service.host,
    binary: service.binary,
    topic: service.topic,
    report_count: service.report_count,
    disabled: service.disabled ?? false,
    disabled_reason: service.disabled_reason,
    availability_zone: null,
    last_seen_up: service.last_seen_up?.toISOString().replace(/\.\d+Z$/, 'Z') ?? null,
    forced_down: service.forced_down ?? false,
    version: service.version ?? 0,
    uuid: service.uuid,
  });
}
