// SPDX-License-Identifier: Apache-2.0

/** What a handler may say of the message that it works on. */
export interface MessageHandle {
  /** The work is recorded: the broker may forget the message. What a handler never says is said when it is done. */
  acknowledge(): Promise<void>;
  /** The broker has handed it out before: somebody may have begun with it. */
  readonly redelivered: boolean;
}

/** A method that is called over the bus. @param context - as the serializer gives it: the dictionary by default. */
export type Method = (
  context: Record<string, unknown>,
  args: Record<string, unknown>,
  message: MessageHandle,
) => Promise<unknown>;

/** Methods of one namespace in one version. */
export interface Endpoint {
  /** The null namespace in version 1.0 where nothing is said. */
  readonly target?: {
    readonly namespace?: string;
    readonly version: string;
    /** Namespaces that are answered too, while clients move. */
    readonly legacyNamespaces?: readonly string[];
  };
  readonly methods: Readonly<Record<string, Method>>;
}

/** An error that a method is expected to fail with: it goes to the caller and not into the log as an error. */
export class ExpectedError extends Error {
  constructor(override readonly cause: unknown) {
    super('expected');
  }
}

/** Marks errors of these classes as expected: oslo_messaging.expected_exceptions. */
export function expectedErrors(classes: readonly (abstract new (...args: never[]) => Error)[], method: Method): Method {
  return async (context, args, message) => {
    try {
      return await method(context, args, message);
    } catch (error) {
      if (classes.some((one) => error instanceof one)) throw new ExpectedError(error);
      throw error;
    }
  };
}

/** What `rpc_ping_enabled` adds. */
export const pingEndpoint: Endpoint = { methods: { oslo_rpc_server_ping: () => Promise.resolve('pong') } };
