// SPDX-License-Identifier: Apache-2.0
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Inject } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestEdge, testEdge } from '../test-edge.js';
import { AttributeExtensions } from './attribute-extensions.js';
import type { AttributeExtension, Extension } from './extension.js';
import type { ExtensionManager } from './extension-manager.js';
import { extensionControllers } from './index.js';
import type { ManifestEntry } from './manifest.js';

@Controller('v3')
class ListVolumes {
  constructor(@Inject(AttributeExtensions) private readonly attributes: AttributeExtensions) {}

  @Operation({ method: 'GET', path: '/volumes', policy: 'authenticated', success: 200 })
  list(): unknown {
    const row = { host: 'h@b' };
    const context = {} as RequestContext;
    return { volumes: [this.attributes.apply('volumes', context, { id: '1' }, { row, microversion: 3050 })] };
  }
}

@Controller('v3')
class ListHosts {
  @Operation({ method: 'GET', path: '/os-hosts', policy: 'authenticated', success: 200 })
  list(): unknown {
    return { hosts: [] };
  }
}

@Controller('v3')
class QuiesceVolume {
  @Operation({ method: 'POST', path: '/volumes/:id/action', action: 'quiesce', policy: 'authenticated', success: 202 })
  quiesce(): void {
    // Nothing to answer.
  }
}

class Described {
  readonly updated = '2012-01-01T00:00:00+00:00';
  readonly description = 'For a test.';
}

class Hosts extends Described implements Extension {
  readonly name = 'Hosts';
  readonly alias = 'os-hosts';
  readonly controllers = [ListHosts];
}

class VolumeHostAttribute extends Described implements Extension {
  readonly name = 'VolumeHostAttribute';
  readonly alias = 'os-vol-host-attr';
  readonly controllers = [];
  readonly attributes: readonly AttributeExtension[] = [
    {
      collection: 'volumes',
      extend: (_context, view, row, { microversion }) => {
        view['os-vol-host-attr:host'] = `${(row as { host: string }).host} ${microversion}`;
      },
    },
    { collection: 'islands', extend: () => undefined },
  ];
}

class VolumeActions extends Described implements Extension {
  readonly name = 'VolumeActions';
  readonly alias = 'os-volume-actions';
  readonly controllers = [QuiesceVolume];
}

class Broken {
  readonly name: string;

  constructor() {
    this.name = 'Broken';
    throw new Error('out of order');
  }
}

const entry = (path: string, value: unknown): ManifestEntry => ({ path, load: async () => value });
const folder: readonly ManifestEntry[] = [
  entry('broken.Broken', Broken),
  entry('hosts.Hosts', Hosts),
  { path: 'missing.Missing', load: () => Promise.reject(new Error("Cannot find module 'missing'")) },
  entry('nothing.Nothing', { no: 'class' }),
  entry('sub.extension', (manager: ExtensionManager) => manager.register(new VolumeActions())),
  entry('twin.Twin', class extends Hosts {}),
  entry('volume_host_attribute.Volume_host_attribute', VolumeHostAttribute),
];
/** Lines without the place in the code. */
const debug = { debug: true, logging_debug_format_suffix: '' };
const base = [...extensionControllers, ListVolumes];

/** Level and text of what a logger wrote. */
function logged(edge: TestEdge, name: string): string[] {
  return edge.lines
    .map((line) => new RegExp(` (\\w+) ${name.replaceAll('.', '\\.')} \\[-\\] (.*?) ?$`).exec(line))
    .flatMap((match) => (match === null ? [] : [`${match[1] ?? ''} ${match[2] ?? ''}`]));
}

describe('standard_extensions', () => {
  let edge: TestEdge;
  beforeAll(async () => {
    edge = await testEdge({ controllers: base, extensions: folder, values: { DEFAULT: debug } });
  });
  afterAll(() => edge.close());

  it('says what it loads, and of what fails only that (C2-37, C2-38, C2-60, C2-63, C2-66, C2-87)', () => {
    const lines = logged(edge, 'cinder.api.extensions');
    expect(lines.filter((line) => !line.startsWith('DEBUG'))).toEqual([
      'AUDIT Initializing extension manager.',
      'WARNING Failed to load extension cinder.api.contrib.broken.Broken: out of order',
      'AUDIT Loaded extension: os-hosts',
      "WARNING Failed to load extension cinder.api.contrib.missing.Missing: Cannot find module 'missing'",
      'WARNING Failed to load extension cinder.api.contrib.nothing.Nothing: cinder.api.contrib.nothing.Nothing is neither a class nor a function',
      'AUDIT Loaded extension: os-volume-actions',
      'WARNING Failed to load extension cinder.api.contrib.twin.Twin: Found duplicate extension: os-hosts',
      'AUDIT Loaded extension: os-vol-host-attr',
    ]);
    expect(lines).toContain('DEBUG Loading extension cinder.api.contrib.hosts.Hosts');
    expect(lines).toContain('DEBUG Calling extension factory cinder.api.contrib.hosts.Hosts');
    expect(lines).toContain('DEBUG Ext alias: os-hosts');
  });

  it('adds resources, actions and attributes; what extends nothing is left out (C2-53, C2-57, C2-58, C2-67)', async () => {
    expect(logged(edge, 'cinder.api.openstack')).toEqual([
      'DEBUG Extended resource: os-hosts',
      'DEBUG Extension VolumeActions extending resource: volumes',
      'DEBUG Extension VolumeHostAttribute extending resource: volumes',
      'WARNING Extension VolumeHostAttribute: Cannot extend resource islands: No such resource',
    ]);
    expect(await (await edge.ask('GET', '/v3/os-hosts')).json()).toEqual({ hosts: [] });
    expect(await (await edge.ask('GET', '/v3/volumes')).json()).toEqual({
      volumes: [{ id: '1', 'os-vol-host-attr:host': 'h@b 3050' }],
    });
    expect((await edge.ask('POST', '/v3/volumes/1/action', { json: { quiesce: null } })).status).toBe(202);
  });

  it('shows them', async () => {
    const hosts = {
      name: 'Hosts',
      alias: 'os-hosts',
      description: 'For a test.',
      updated: '2012-01-01T00:00:00+00:00',
      links: [],
    };
    const { extensions } = (await (await edge.ask('GET', '/v3/abc/extensions')).json()) as { extensions: unknown[] };
    expect(extensions).toHaveLength(3);
    expect(extensions[0]).toEqual(hosts);
    expect(await (await edge.ask('GET', '/v3/extensions/os-hosts')).json()).toEqual({ extension: hosts });
    expect((await edge.ask('GET', '/v3/extensions/none')).status).toBe(404);
    for (const [method, path] of [
      ['POST', '/v3/extensions'],
      ['DELETE', '/v3/extensions/os-hosts'],
    ] as const) {
      const answer = await edge.ask(method, path, method === 'POST' ? { json: {} } : {});
      expect(await answer.json()).toEqual({ itemNotFound: { code: 404, message: 'The resource could not be found.' } });
    }
  });
});

describe('other names in osapi_volume_extension', () => {
  let modules: string;
  beforeAll(async () => {
    modules = await mkdtemp(join(tmpdir(), 'stackport-extensions-'));
    const acme = join(modules, 'node_modules', '@acme', 'volumes');
    await mkdir(acme, { recursive: true });
    await writeFile(join(acme, 'package.json'), '{"name":"@acme/volumes","type":"module","exports":"./index.js"}');
    await writeFile(
      join(acme, 'index.js'),
      `const described = { updated: '2026-01-01T00:00:00Z', description: 'Ours.', controllers: [] };
       export class Quiesce { constructor() { Object.assign(this, described, { name: 'Quiesce', alias: 'acme-quiesce' }); } }
       export function extension(manager) { manager.register({ ...described, name: 'Whole', alias: 'acme-whole' }); }
       export const half = (manager) => manager.register({ name: 'Half', alias: 'acme-half' });
      `,
    );
    await writeFile(join(modules, 'cinder.conf'), '[DEFAULT]\n');
  });
  afterAll(() => rm(modules, { recursive: true }));

  async function aliases(values: Record<string, unknown>): Promise<[string[], TestEdge]> {
    const edge = await testEdge({
      controllers: base,
      extensions: folder,
      configFiles: [join(modules, 'cinder.conf')],
      values: { DEFAULT: { ...debug, ...values } },
    });
    await edge.close();
    return [edge.extensions.extensions.map(({ alias }) => alias), edge];
  }

  it('select_extensions loads those in osapi_volume_ext_list (C2-65)', async () => {
    const [loaded, edge] = await aliases({
      osapi_volume_extension: ['cinder.api.contrib.select_extensions'],
      osapi_volume_ext_list: ['Hosts'],
    });
    // Sub-folders decide for themselves.
    expect(loaded).toEqual(['os-hosts', 'os-volume-actions']);
    expect(logged(edge, 'cinder.api.extensions')).toContain(
      'DEBUG Skipping extension: cinder.api.contrib.volume_host_attribute.Volume_host_attribute',
    );
  });

  it('may name one of the folder, and npm modules (C2-61, C2-62)', async () => {
    const [loaded, edge] = await aliases({
      osapi_volume_extension: [
        'cinder.api.contrib.volume_host_attribute.Volume_host_attribute',
        '@acme/volumes:Quiesce',
        '@acme/volumes',
        '@acme/volumes:half',
        '@acme/volumes:none',
        '@acme/snapshots',
        'cinder.api.contrib.unknown.Unknown',
      ],
    });
    expect(loaded).toEqual(['os-vol-host-attr', 'acme-quiesce', 'acme-whole']);
    expect(logged(edge, 'cinder.api.extensions').filter((line) => line.startsWith('WARNING'))).toEqual([
      'WARNING Failed to load extension @acme/volumes:half: The extension has no updated',
      "WARNING Failed to load extension @acme/volumes:none: Module '@acme/volumes' has no export 'none'",
      "WARNING Failed to load extension @acme/snapshots: No module named '@acme/snapshots'",
      'WARNING Failed to load extension cinder.api.contrib.unknown.Unknown: cinder.api.contrib.unknown.Unknown is neither a name of cinder’s nor an npm module',
    ]);
  });
});
