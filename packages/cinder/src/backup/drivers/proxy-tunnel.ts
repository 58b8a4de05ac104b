// SPDX-License-Identifier: Apache-2.0
import { Agent as HttpAgent, request, type ClientRequestArgs } from 'node:http';
import { Agent as HttpsAgent, type AgentOptions } from 'node:https';
import type { Socket } from 'node:net';
import { connect, type ConnectionOptions } from 'node:tls';

type Connected = (error: Error | null, socket?: Socket) => void;

/**
 * An agent whose connections go through a proxy, by CONNECT.
 * @param proxy - `http://host:port`, or without the scheme
 */
export function tunnelAgent(
  proxy: string,
  { secure, ...options }: AgentOptions & { readonly secure: boolean },
): HttpAgent {
  const agent = secure ? new HttpsAgent(options) : new HttpAgent(options);
  const connection = (target: ClientRequestArgs, done: Connected): undefined => {
    openTunnel(proxy, `${target.host ?? ''}:${target.port ?? ''}`, (error, socket) => {
      if (socket === undefined || !secure) {
        done(error, socket);
        return;
      }
      const tls = connect({ ...options, ...(target as ConnectionOptions), socket });
      tls.once('error', (failure: Error) => done(failure));
      tls.once('secureConnect', () => done(null, tls));
    });
  };
  return Object.assign(agent, { createConnection: connection });
}

function openTunnel(proxy: string, target: string, done: Connected): void {
  const { hostname, port, username, password } = new URL(proxy.includes('://') ? proxy : `http://${proxy}`);
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  request({
    host: hostname,
    port: port || 80,
    method: 'CONNECT',
    path: target,
    agent: false,
    headers: { host: target, ...(username === '' ? {} : { 'proxy-authorization': `Basic ${credentials}` }) },
  })
    .once('connect', ({ statusCode }, socket) => {
      if (statusCode === 200) {
        done(null, socket);
        return;
      }
      socket.destroy();
      done(new Error(`the proxy answered ${statusCode ?? 'nothing'}`));
    })
    .once('error', (error) => done(error))
    .end();
}
