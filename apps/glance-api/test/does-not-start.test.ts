// SPDX-License-Identifier: Apache-2.0
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { GlanceApi, type GlanceApiInit } from './glance-api.js';

const apis: GlanceApi[] = [];
afterEach(async () => {
  for (const api of apis.splice(0)) await api.clean();
});

/** Starts what cannot run. Returns the exit code, and stderr with the test's folder as `@`. */
async function failing(init: GlanceApiInit): Promise<{ code: number | string; stderr: string; stdout: string }> {
  const api = await GlanceApi.create(init);
  apis.push(api);
  const program = api.run();
  const code = await program.exited;
  const plain = (text: string): string => text.replaceAll(api.folder.path, '@');
  return { code, stderr: plain(program.stderr), stdout: plain(program.stdout) };
}

const VERSIONS_APP = `
[app:versions]
paste.app_factory = glance.api.versions:create_resource
`;

describe('glance-api does not start', () => {
  it('with a value that its option does not allow: file, line, option and what is allowed', async () => {
    expect(await failing({ conf: '[DEFAULT]\nbind_port = seventy\n' })).toMatchObject({
      code: 1,
      stderr:
        "ERROR: @/glance-api.conf:11: [DEFAULT] bind_port = seventy: invalid literal for int() with base 10: 'seventy'; allowed is an integer from 0 to 65535\n",
      stdout: '',
    });
  });

  it('with a torn configuration file: file and line', async () => {
    const { code, stderr } = await failing({ conf: '[DEFAULT\nworkers = 1\n' });
    expect(code).toBe(1);
    expect(stderr).toBe(
      "ERROR: Failed to parse @/glance-api.conf: at @/glance-api.conf:10, Invalid section (must end with ]): '[DEFAULT'\n",
    );
  });

  it('without the configuration file that it was given', async () => {
    const { code, stderr } = await failing({ args: (folder) => ['--config-file', folder.file('none.conf')] });
    expect([code, stderr]).toEqual([1, 'ERROR: Failed to find some config files: @/none.conf\n']);
  });

  it('with an argument that it does not know', async () => {
    const { code, stderr } = await failing({ args: () => ['--bind-prot', '1'] });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^ERROR: glance-api: error: .*--bind-prot/);
  });

  it('with a torn paste file: file and line', async () => {
    const { code, stderr } = await failing({ paste: '[pipeline:glance-api\npipeline = versions\n' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^ERROR: File contains no section headers\.\nfile: '@\/glance-api-paste\.ini', line: 1\n/);
  });

  it('with a paste file that names an unknown factory (G0-12, G0-25)', async () => {
    const paste = `${VERSIONS_APP}[pipeline:glance-api]\npipeline = own versions\n[filter:own]\npaste.filter_factory = acme.filters:audit\n`;
    const { code, stderr, stdout } = await failing({ paste });
    const message =
      'Unable to load glance-api from configuration file @/glance-api-paste.ini.\n' +
      'Got: ModuleNotFoundError("No module named \'acme\'")';
    expect(code).toBe(1);
    expect(stderr).toContain(`ERROR: ${message}`);
    expect(stderr).toContain('acme.filters:audit');
    expect(stdout).toContain(`ERROR glance.common.config [-] ${message}`);
  });

  it('with a loop of use in the paste file', async () => {
    const { code, stderr } = await failing({
      paste: '[app:glance-api]\nuse = a\n[app:a]\nuse = b\n[app:b]\nuse = a\n',
    });
    expect(code).toBe(1);
    expect(stderr).toContain(
      "Got: LookupError('Section [app:a] in @/glance-api-paste.ini leads back to itself: [app:a] -> [app:b] -> [app:a]')",
    );
  });

  it('with a flavor that the paste file has no pipeline for (G0-20)', async () => {
    const { code, stderr } = await failing({ paste: VERSIONS_APP, conf: '[paste_deploy]\nflavor = vanilla\n' });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^ERROR: Unable to load glance-api-vanilla from configuration file @\/glance-api-paste\.ini\.\nGot: LookupError\("No section 'glance-api-vanilla' /,
    );
  });

  it('with a paste file that is not there (G0-21)', async () => {
    const { code, stderr } = await failing({ conf: '[paste_deploy]\nconfig_file = none.ini\n' });
    expect([code, stderr]).toEqual([1, 'ERROR: Unable to locate paste config file for glance-api.\n']);
  });

  it('without the store that images are to be written to: exit code 3 (G0-12, G0-31, G0-38)', async () => {
    const conf = '[DEFAULT]\nenabled_backends = ceph:rbd\n[glance_store]\ndefault_backend = ceph\n';
    const { code, stderr } = await failing({ conf });
    expect([code, stderr]).toEqual([
      3,
      'ERROR: Store ceph could not be configured correctly. Reason: there is no driver rbd here.\n',
    ]);
  });

  it('with a default store that is not among the enabled ones: exit code 1 (G0-12)', async () => {
    const { code, stderr } = await failing({ conf: '[glance_store]\nstores = http\ndefault_store = file\n' });
    expect([code, stderr]).toEqual([1, 'ERROR: Store for scheme file not found\n']);
  });

  it('with a certificate without its key', async () => {
    const { code, stderr } = await failing({ conf: '[DEFAULT]\ncert_file = /etc/ssl/glance.pem\n' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^ERROR: When running server in SSL mode, you must specify both a cert_file and key_file/);
  });

  it('with a database that does not answer or is of an unknown kind; passwords stay out of the message', async () => {
    const none = await failing({
      database: 'mysql+pymysql://root:open-sesame@127.0.0.1:1/glance',
      conf: '[database]\nmax_retries = 0\n[DEFAULT]\nworkers = 0\n',
    });
    expect([none.code, none.stderr]).toEqual([
      1,
      'ERROR: No connection to the database on 127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1\n',
    ]);
    const unknown = await failing({ database: 'oracle://root:open-sesame@127.0.0.1/glance' });
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toMatch(/^ERROR: Unsupported database 'oracle'/);
    for (const { stderr, stdout } of [none, unknown]) expect(stderr + stdout).not.toContain('open-sesame');
  });

  it('on a port that is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    try {
      const { code, stderr } = await failing({ conf: `[DEFAULT]\nbind_port = ${port}\n` });
      expect([code, stderr]).toEqual([
        1,
        `ERROR: Could not bind to 127.0.0.1:${port}: the address is already in use\n`,
      ]);
    } finally {
      other.close();
    }
  });
});
