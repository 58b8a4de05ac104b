// SPDX-License-Identifier: Apache-2.0
import { ClientProxy, type ReadPacket, type WritePacket } from '@nestjs/microservices';
import { RpcClient, type RpcClientOptions } from '../rpc/rpc-client.js';
import type { Transport } from '../transport.js';
import { parsePattern } from './pattern.js';

/** What a packet carries: arguments by name, and where they go beyond what the pattern says. */
export interface OsloPacket {
  readonly context?: unknown;
  readonly args?: Readonly<Record<string, unknown>>;
  readonly server?: string;
  readonly version?: string;
  readonly fanout?: boolean;
}

/** `send` is a call, `emit` a cast: `proxy.send('openstack/cinder-volume//create_volume', { context, args, version })`. */
export class OsloClientProxy extends ClientProxy {
  readonly #transport: Transport;
  readonly #options: RpcClientOptions;

  constructor(transport: Transport, options: RpcClientOptions = {}) {
    super();
    this.#transport = transport;
    this.#options = options;
  }

  /** The transport connects with the first message. */
  connect(): Promise<void> {
    return Promise.resolve();
  }

  /** The transport is its owner's to close. */
  close(): void {
    // Nothing of this client's own is open.
  }

  override on(): void {
    // The transport logs what happens to its connections.
  }

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- Nest's signature
  unwrap<T>(): T {
    return this.#transport as T;
  }

  protected publish(packet: ReadPacket<OsloPacket>, callback: (packet: WritePacket) => void): () => void {
    const { client, method } = this.#client(packet);
    client.call(packet.data.context ?? {}, method, packet.data.args ?? {}).then(
      (response) => callback({ response, isDisposed: true }),
      (err: unknown) => callback({ err }),
    );
    // A call that nobody waits for any more ends by its timeout.
    return () => undefined;
  }

  protected async dispatchEvent<T>(packet: ReadPacket<OsloPacket>): Promise<T> {
    const { client, method } = this.#client(packet);
    await client.cast(packet.data.context ?? {}, method, packet.data.args ?? {});
    return undefined as T;
  }

  #client({ pattern, data }: ReadPacket<OsloPacket>): { readonly client: RpcClient; readonly method: string } {
    const { method, ...target } = parsePattern(String(pattern));
    const { server, version, fanout } = data;
    return { client: new RpcClient(this.#transport, { ...target, server, version, fanout }, this.#options), method };
  }
}
