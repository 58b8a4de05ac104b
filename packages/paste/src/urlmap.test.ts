// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  createUrlmapFactory,
  type Loader,
  type MappedApplication,
  type MappedRequest,
  NotFound,
  novaUrlmapFactory,
  parsePathExpression,
  UrlMap,
  urlmapFactory,
} from './index.js';

interface Dispatch {
  readonly mounts: string[];
  readonly path: string;
  readonly host?: string;
  readonly scheme?: string;
  readonly script?: string;
  readonly accept?: string;
  readonly content_type?: string;
  readonly out: Record<string, unknown>;
}

interface Recorded {
  readonly parse: { readonly in: string; readonly out: unknown }[];
  readonly dispatch: Dispatch[];
  readonly nova_dispatch: Dispatch[];
}

const read = (path: string): Recorded => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as Recorded;
const reference = read('../../testing/reference/urlmap-vectors.json');
const recorded = read('../recorded/urlmap-recorded.json');

function request(one: Partial<Dispatch> = {}): MappedRequest {
  const headers = new Headers();
  if (one.accept) headers.set('accept', one.accept);
  if (one.content_type) headers.set('content-type', one.content_type);
  const { script: scriptName = '', path: pathInfo = '/', scheme = 'http', host = 'h' } = one;
  return { scriptName, pathInfo, scheme, host, headers, environ: {} };
}

/** Every name is an application that answers its name. */
const loader = {
  getApp: (name?: string) => Promise.resolve(() => name),
  getFilter: () => Promise.reject(new Error('not asked for')),
  getServer: () => Promise.reject(new Error('not asked for')),
} satisfies Loader;

async function dispatch(one: Dispatch, factory: typeof urlmapFactory): Promise<unknown> {
  const mapped = request(one);
  try {
    const paths = Object.fromEntries(one.mounts.map((mount) => [mount, mount]));
    const map = (await factory(loader, {}, paths)) as MappedApplication;
    const app = await map(mapped);
    const type = mapped.environ['nova.best_content_type'];
    return {
      app,
      SCRIPT_NAME: mapped.scriptName,
      PATH_INFO: mapped.pathInfo,
      ...(type === undefined ? {} : { type }),
    };
  } catch (error) {
    if (!(error instanceof NotFound)) return { error: (error as Error).name, message: (error as Error).message };
    expect(mapped.environ['paste.urlmap_object']).toBeInstanceOf(UrlMap);
    const { status, title, headers, body } = error;
    return { not_found: `${status} ${title}`, content_type: headers['Content-Type'], body };
  }
}

function parse(expression: string): unknown {
  try {
    return parsePathExpression(expression);
  } catch (error) {
    return { error: (error as Error).name, message: (error as Error).message };
  }
}

describe('path expressions as Paste reads them', () => {
  it.each([...reference.parse, ...recorded.parse])('$in', (one) => expect(parse(one.in)).toEqual(one.out));
});

describe('dispatch as Paste 3.5.2 does it', () => {
  it.each([...reference.dispatch, ...recorded.dispatch])('$mounts $host $path $accept', async (one) => {
    expect(await dispatch(one, urlmapFactory)).toMatchObject(one.out);
  });
});

describe("dispatch as nova's URL map of Zed does it", () => {
  it.each([...reference.nova_dispatch, ...recorded.nova_dispatch])('$path $accept $content_type', async (one) => {
    expect(await dispatch(one, novaUrlmapFactory)).toMatchObject(one.out);
  });
});

describe('the reference', () => {
  it('has its 25 cases', () => {
    expect([...reference.parse, ...reference.dispatch, ...reference.nova_dispatch]).toHaveLength(25);
  });
});

describe('what nothing is mapped to', () => {
  const unmatched = request({ path: '/v2' });

  it('goes to the section’s not_found_app, before the one of [DEFAULT]', async () => {
    const map = (await urlmapFactory(
      loader,
      { not_found_app: 'global' },
      { '/v1': 'a', not_found_app: 'local' },
    )) as MappedApplication;
    expect(await map(unmatched)).toBe('local');
    const other = (await urlmapFactory(loader, { not_found_app: 'global' }, { '/v1': 'a' })) as MappedApplication;
    expect(await other(unmatched)).toBe('global');
    expect(unmatched.pathInfo).toBe('/v2');
  });

  it('is answered by what the caller gave', async () => {
    const factory = createUrlmapFactory({
      notFound: (asked, map) => `${asked.pathInfo} of ${map.applications.length}`,
    });
    const map = (await factory(loader, {}, { '/v1': 'a' })) as MappedApplication;
    expect(await map(unmatched)).toBe('/v2 of 1');
  });
});

describe('a URL map', () => {
  it('drops a path that is set to nothing, and refuses to call what is no application', async () => {
    const map = new UrlMap();
    map.set('/a', () => 'a');
    map.set('/b', 'no function');
    map.set('/a', undefined);
    expect(map.applications.map(({ path }) => path)).toEqual(['/b']);
    await expect(map.call(request({ path: '/b' }))).rejects.toThrow("'str' object is not callable");
    await expect(map.call(request({ path: '/a' }))).rejects.toMatchObject({ status: 404 });
  });
});
