// SPDX-License-Identifier: Apache-2.0
import type { NamespaceDetail } from './namespace-service.js';

/** The namespace as it applies to resources of a type: its prefix before the name of each property. */
export function withPrefix(detail: NamespaceDetail, prefix: string): NamespaceDetail {
  return {
    ...detail,
    properties: detail.properties.map(({ name, type }) => ({ name: prefix + name, type })),
    objects: detail.objects.map((object) => ({
      ...object,
      required: (object.required ?? []).map((name) => prefix + name),
      properties: Object.fromEntries(
        Object.entries(object.properties ?? {}).map(([name, type]) => [prefix + name, type]),
      ),
    })),
  };
}
