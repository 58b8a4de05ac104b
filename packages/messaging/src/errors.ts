// SPDX-License-Identifier: Apache-2.0
import { formatTarget, type Target } from './target.js';

/** Where Python has a class: what an error is called on the wire. */
export interface PythonIdentity {
  readonly pythonClass: string;
  readonly pythonModule: string;
}

/** What all errors of the bus are: oslo_messaging.exceptions.MessagingException. */
export class MessagingError extends Error implements PythonIdentity {
  override readonly name: string;
  readonly pythonModule: string = 'oslo_messaging.exceptions';
  /** The constructor's arguments as Python has them, for the wire. */
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>> = {};

  constructor(message: string, args: readonly unknown[] = [message], options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.args = args;
  }

  get pythonClass(): string {
    return this.name;
  }
}

/** No reply came within the timeout, or no heartbeat within the call monitor's. */
export class MessagingTimeout extends MessagingError {}

/** The broker could not be reached within the retries asked for, refused the message, or the buffer for it is full. */
export class MessageDeliveryFailure extends MessagingError {}

/** More messages wait for the broker than the buffer holds: it fails at once, nothing is sent. */
export class SendBufferFull extends MessageDeliveryFailure {
  constructor(readonly limit: number) {
    super(`${limit} messages wait for the broker already, no more are taken`);
  }

  override get pythonClass(): string {
    return 'MessageDeliveryFailure';
  }
}

/** No queue takes the message: the broker returned it. */
export class MessageUndeliverable extends MessagingError {
  constructor(
    readonly reason: string,
    readonly exchange: string,
    readonly routingKey: string,
  ) {
    super(`${reason}: nothing takes messages of exchange '${exchange}' with key '${routingKey}'`, [
      reason,
      exchange,
      routingKey,
    ]);
  }
}

/** What is declared on the broker differs from what the options say (AMQP's 406). */
export class DeclarationMismatch extends MessagingError {
  constructor(
    /** `queue` or `exchange` */
    readonly kind: string,
    /** Of the queue or exchange. */
    readonly entity: string,
    /** The option of `[oslo_messaging_rabbit]` that decides it, where one does. */
    readonly option: string | undefined,
    message: string,
  ) {
    super(message);
  }
}

/**
 * What a handler throws that could not even record that the work is its own, for the database does not answer: the
 * message is as good as not delivered, and comes again after a while. A caller who waits for an answer is told instead.
 */
export class ClaimFailed extends MessagingError {
  constructor(cause: unknown) {
    super(`The work could not be claimed: ${cause instanceof Error ? cause.message : String(cause)}`, undefined, {
      cause,
    });
  }
}

/** A target that lacks a topic or a server, or a call to all servers. */
export class InvalidTarget extends MessagingError {
  constructor(
    message: string,
    readonly target: Partial<Target>,
  ) {
    super(`${message}:${formatTarget(target)}`);
  }
}

/** A transport URL that cannot be read. */
export class InvalidTransportURL extends MessagingError {
  override readonly pythonModule = 'oslo_messaging.transport';
}

/** There is no driver for the URL's scheme, or it cannot be loaded. */
export class DriverLoadFailure extends MessagingError {
  override readonly pythonModule = 'oslo_messaging.transport';

  constructor(
    readonly driver: string,
    cause: unknown,
  ) {
    super(
      `Failed to load transport driver "${driver}": ${cause instanceof Error ? cause.message : String(cause)}`,
      undefined,
      { cause },
    );
  }
}

/** The transport was closed while, or before, the message was to be sent. */
export class TransportClosed extends MessageDeliveryFailure {
  constructor() {
    super('The transport is closed');
  }

  override get pythonClass(): string {
    return 'MessageDeliveryFailure';
  }
}

/** The server failed with an error that may not be rebuilt here. */
export class RemoteError extends MessagingError {
  override readonly pythonModule = 'oslo_messaging.rpc.client';

  constructor(
    readonly excType: string,
    readonly value: string,
    readonly traceback: readonly string[],
  ) {
    super(`Remote error: ${excType} ${value}\n${traceback.join('\n')}.`, [excType, value, traceback]);
  }
}

/** The message wants a newer version than the client is pinned to. */
export class RPCVersionCapError extends MessagingError {
  override readonly pythonModule = 'oslo_messaging.rpc.client';

  constructor(
    readonly version: string | undefined,
    readonly versionCap: string | undefined,
  ) {
    super(
      `Requested message version, ${version ?? 'None'} is incompatible.  It needs to be equal in major version and ` +
        `less than or equal in minor version as the specified version cap ${versionCap ?? 'None'}.`,
      [version ?? null, versionCap ?? null],
    );
  }
}

/** No endpoint of the server has the method. */
export class NoSuchMethod extends MessagingError {
  override readonly pythonModule = 'oslo_messaging.rpc.dispatcher';

  constructor(readonly method: string) {
    super(`Endpoint does not support RPC method ${method}`);
  }
}

/** No endpoint of the server has the namespace in a version that will do. */
export class UnsupportedVersion extends MessagingError {
  override readonly pythonModule = 'oslo_messaging.rpc.dispatcher';

  constructor(
    readonly version: string,
    readonly method?: string,
  ) {
    super(
      `Endpoint does not support RPC version ${version}${method === undefined ? '' : `. Attempted method: ${method}`}`,
    );
  }
}

/** A message in an envelope that is newer than we know. */
export class UnsupportedEnvelopeVersion extends MessagingError {
  constructor(readonly version: string) {
    super(`Specified RPC envelope version, ${version}, not supported by this endpoint.`);
  }
}
