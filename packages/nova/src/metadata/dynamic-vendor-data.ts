// SPDX-License-Identifier: Apache-2.0
import type { Readable } from 'node:stream';
import type { Configuration, Logger, Values } from '@stackport/config';
import { credentialsFrom, HttpTransport, OwnToken } from '@stackport/keystone';
import type { InstanceValues } from '../instances/instance.js';
import { vendordataAuthOptions, type vendordataOptions } from '../options/index.js';

type Document = Readonly<Record<string, unknown>>;

/** Bytes of the longest answer that is taken. */
const LONGEST_ANSWER = 1024 * 1024;

interface Target {
  readonly name: string;
  readonly url: string;
}

export interface DynamicVendorDataInit {
  readonly targets: readonly Target[];
  readonly transport: HttpTransport;
  /** Milliseconds for the whole of a question. */
  readonly timeout: number;
  /** Shown to the services; they are asked without one where there is none. */
  readonly token: OwnToken | undefined;
  /** Whether one that fails has a guest told nothing. */
  readonly isFatal: boolean;
  readonly logger: Logger;
}

/** Vendor data that services make for a server when it asks (nova 26, api/metadata/vendordata_dynamic.py). */
export class DynamicVendorData {
  readonly #init: DynamicVendorDataInit;

  constructor(init: DynamicVendorDataInit) {
    this.#init = init;
  }

  static fromConfiguration(
    configuration: Configuration,
    values: Values<(typeof vendordataOptions)['options']>,
    logger: Logger,
  ): DynamicVendorData {
    const auth = configuration.get(vendordataAuthOptions);
    const credentials = credentialsFrom(auth);
    const targets = targetsOf(values.vendordata_dynamic_targets, logger);
    const seconds = values.vendordata_dynamic_connect_timeout + values.vendordata_dynamic_read_timeout;
    const certificates = values.vendordata_dynamic_ssl_certfile;
    if (targets.length > 0 && credentials === undefined)
      logger.warning(
        'Passing insecure dynamic vendordata requests because of missing or incorrect service account configuration.',
      );
    return new DynamicVendorData({
      targets,
      transport: new HttpTransport({
        timeout: seconds,
        tls: certificates === '' ? {} : { cafile: certificates },
      }),
      timeout: seconds * 1000,
      token:
        credentials === undefined || auth.auth_url === undefined
          ? undefined
          : new OwnToken({ authUrl: auth.auth_url, credentials, transport: new HttpTransport({ tls: auth }), logger }),
      isFatal: values.vendordata_dynamic_failure_fatal,
      logger,
    });
  }

  /** What each of the services says, by its name; nothing of one that fails. Rejects then where that is fatal. */
  async get(instance: InstanceValues): Promise<Document> {
    const answers = await Promise.all(
      this.#init.targets.map(async ({ name, url }) => [name, await this.#ask(name, url, instance)] as const),
    );
    return Object.fromEntries(answers);
  }

  async close(): Promise<void> {
    await this.#init.transport.close();
  }

  async #ask(name: string, url: string, instance: InstanceValues): Promise<unknown> {
    const { transport, timeout, token, isFatal, logger } = this.#init;
    try {
      const issued = await token?.get();
      const response = await transport.send({
        method: 'POST',
        url,
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          'user-agent': 'openstack-nova-vendordata',
          ...(issued === undefined ? {} : { 'x-auth-token': issued.text }),
        },
        body: JSON.stringify(questionOf(instance)),
        signal: AbortSignal.timeout(timeout),
      });
      const text = await readText(response.body);
      if (response.statusCode === 401 && issued !== undefined) token?.invalidate(issued);
      if (response.statusCode >= 400) throw new Error(`it answered ${response.statusCode}`);
      return text === '' ? {} : (JSON.parse(text) as unknown);
    } catch (error) {
      logger.warning(`Error from dynamic vendordata service ${name} at ${url}: ${String(error)}`);
      if (isFatal) throw error;
      return {};
    }
  }
}

function questionOf(instance: InstanceValues): Document {
  return {
    'project-id': instance.project_id,
    'instance-id': instance.uuid,
    'image-id': instance.image_ref,
    'user-data': instance.user_data,
    hostname: instance.hostname,
    metadata: instance.metadata ?? {},
    'boot-roles': instance.system_metadata?.boot_roles ?? '',
  };
}

/** Of two with one name, the first. */
function targetsOf(texts: readonly string[], logger: Logger): readonly Target[] {
  const targets = new Map<string, Target>();
  for (const text of texts) {
    const at = text.indexOf('@');
    const name = text.slice(0, at);
    if (at < 0) logger.warning(`Vendordata target ${text} lacks a name. Skipping`);
    else if (targets.has(name)) logger.warning(`Vendordata already contains an entry named ${text}. Skipping`);
    else targets.set(name, { name, url: text.slice(at + 1) });
  }
  return [...targets.values()];
}

/** Rejects for more than what a guest could use. */
async function readText(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    const bytes = chunk as Buffer;
    length += bytes.length;
    if (length > LONGEST_ANSWER) throw new Error(`it answered more than ${LONGEST_ANSWER} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString();
}
