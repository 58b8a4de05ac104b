// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, type AgentOptions } from 'node:https';
import type { S3Client } from '@aws-sdk/client-s3';
import { tunnelAgent } from './proxy-tunnel.js';
import type { S3BackupValues } from './s3-driver.js';
import type { S3Library } from './s3-store.js';

/** Where a server has no region of its own, its requests are signed for this one. */
const REGION = 'us-east-1';

/** The client that the options describe, and the library, which is loaded here. Rejects where a file is not there. */
export async function s3Client(options: S3BackupValues): Promise<{ library: S3Library; client: S3Client }> {
  const library = await import('@aws-sdk/client-s3');
  const agentOptions: AgentOptions = {
    keepAlive: true,
    maxSockets: options.backup_s3_max_pool_connections,
    rejectUnauthorized: options.backup_s3_verify_ssl,
    ...(options.backup_s3_ca_cert_file ? { ca: await readFile(options.backup_s3_ca_cert_file) } : {}),
  };
  const { backup_s3_http_proxy: httpProxy, backup_s3_https_proxy: httpsProxy } = options;
  const timeout = options.backup_s3_timeout * 1000;
  const client = new library.S3Client({
    endpoint: options.backup_s3_endpoint_url ?? '',
    region: REGION,
    forcePathStyle: true,
    credentials: {
      accessKeyId: options.backup_s3_store_access_key ?? '',
      secretAccessKey: options.backup_s3_store_secret_key ?? '',
    },
    // The first try is none of the retries.
    maxAttempts: options.backup_s3_retry_max_attempts + 1,
    retryMode: options.backup_s3_retry_mode === 'adaptive' ? 'adaptive' : 'standard',
    // Servers other than Amazon's do not know the checksums that newer clients send.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: timeout,
      requestTimeout: timeout,
      throwOnRequestTimeout: true,
      httpAgent: httpProxy ? tunnelAgent(httpProxy, { ...agentOptions, secure: false }) : new HttpAgent(agentOptions),
      httpsAgent: httpsProxy
        ? tunnelAgent(httpsProxy, { ...agentOptions, secure: true })
        : new HttpsAgent(agentOptions),
    },
  });
  return { library, client };
}
