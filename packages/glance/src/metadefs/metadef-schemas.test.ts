// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { metadefSchemas, type MetadefSchemaName } from './metadef-schemas.js';

/** What GET /v2/schemas/metadefs/* of Zed answers, without its descriptions. */
const upstream = JSON.parse(
  readFileSync(new URL('../../../testing/reference/schemas/glance-metadefs.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;

describe('the documents below /v2/schemas/metadefs', () => {
  it.each(Object.keys(upstream) as MetadefSchemaName[])('%s has the structure of upstream', (name) => {
    expect(withoutDescriptions(metadefSchemas[name])).toEqual(upstream[name]);
  });

  it('are all there', () => {
    expect(Object.keys(metadefSchemas).sort()).toEqual(Object.keys(upstream).sort());
  });

  it('describe what people read about', () => {
    const { properties } = metadefSchemas.namespace as { properties: Record<string, { description?: string }> };
    for (const name of ['namespace', 'display_name', 'description', 'visibility', 'protected', 'owner', 'created_at'])
      expect(properties[name]?.description, name).toMatch(/\w+ \w+/);
  });
});

function withoutDescriptions(schema: unknown): unknown {
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      key === 'description' && typeof value === 'string' ? undefined : value,
    ),
  );
}
