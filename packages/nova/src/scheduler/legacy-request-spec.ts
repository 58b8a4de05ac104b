// SPDX-License-Identifier: Apache-2.0

type Values = Readonly<Record<string, unknown>>;

const INSTANCE_FIELDS = ['numa_topology', 'pci_requests', 'project_id', 'user_id', 'availability_zone'];
const FLAVOR_FIELDS = ['root_gb', 'ephemeral_gb', 'memory_mb', 'vcpus'];

/** A request as notifications tell it: the dictionary of the time before objects (RequestSpec.to_legacy_request_spec_dict). */
export function legacyRequestSpec(spec: Values): Values {
  const flavor = (spec.flavor ?? {}) as Values;
  return {
    num_instances: spec.num_instances ?? 1,
    image: spec.image ?? {},
    instance_properties: {
      ...picked(spec, INSTANCE_FIELDS),
      ...('instance_uuid' in spec ? { uuid: spec.instance_uuid } : {}),
      ...picked(flavor, FLAVOR_FIELDS),
    },
    instance_type: flavor,
  };
}

function picked(values: Values, fields: readonly string[]): Values {
  return Object.fromEntries(fields.filter((field) => field in values).map((field) => [field, values[field]]));
}
