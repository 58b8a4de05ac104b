// SPDX-License-Identifier: Apache-2.0
import {
  type Configuration,
  type Option,
  type OptionGroup,
  type Values,
  ConfigurationError,
  OptionValueError,
} from '@stackport/config';
import { notificationOptions } from './notification-options.js';
import { rabbitOptions } from './rabbit-options.js';
import { sendBufferOptions, transportOptions } from './transport-options.js';

export { notificationOptions, rabbitOptions, sendBufferOptions, transportOptions };

/** All groups of the bus, for `Configuration.load`. */
export const messagingOptions: readonly OptionGroup[] = [
  transportOptions,
  sendBufferOptions,
  rabbitOptions,
  notificationOptions,
];

export type RabbitOptions = Values<typeof rabbitOptions.options>;

/** What a transport is told, apart from URL and exchange. Times in seconds. */
export interface TransportOptions {
  readonly rpcResponseTimeout: number;
  readonly executorThreadPoolSize: number;
  readonly rpcPingEnabled: boolean;
  readonly sendBufferSize: number;
  readonly acknowledge: 'claim' | 'receipt';
  readonly rabbit: RabbitOptions;
}

/** Upstream's defaults, some of them changed: for tests and embedded parts. */
export function defaultTransportOptions(
  changes: Partial<Omit<TransportOptions, 'rabbit'>> & { readonly rabbit?: Partial<RabbitOptions> } = {},
): TransportOptions {
  const { rabbit, ...rest } = changes;
  return {
    rpcResponseTimeout: 60,
    executorThreadPoolSize: 64,
    rpcPingEnabled: false,
    sendBufferSize: 10_000,
    acknowledge: 'claim',
    ...rest,
    rabbit: { ...defaultsOf(rabbitOptions.options), ...rabbit },
  };
}

/** The options as a service's configuration has them; `messagingOptions` must be among its groups. */
export function transportOptionsFromConf(conf: Configuration): TransportOptions {
  const general = conf.get(transportOptions);
  const ours = conf.get(sendBufferOptions);
  return {
    rpcResponseTimeout: general.rpc_response_timeout,
    executorThreadPoolSize: general.executor_thread_pool_size,
    rpcPingEnabled: general.rpc_ping_enabled,
    sendBufferSize: ours.send_buffer_size,
    acknowledge: ours.acknowledge,
    rabbit: conf.get(rabbitOptions),
  };
}

/**
 * The options with those of a transport URL's query in place of the file's.
 * @throws ConfigurationError for a wrong value.
 */
export function withQuery(options: RabbitOptions, query: Readonly<Record<string, string>>): RabbitOptions {
  const changed: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(query)) {
    // What names no option is left alone, as upstream does.
    if (!Object.hasOwn(rabbitOptions.options, name)) continue;
    const declared: Option<unknown> = rabbitOptions.options[name as keyof typeof rabbitOptions.options];
    try {
      changed[name] = declared.type.convert(text);
    } catch (error) {
      if (!(error instanceof OptionValueError)) throw error;
      throw new ConfigurationError({
        message: `transport_url: ${name}=${text}: ${error.message}; allowed is ${declared.type.allowed}`,
        option: 'transport_url',
      });
    }
  }
  return { ...options, ...changed };
}

function defaultsOf<T extends Readonly<Record<string, Option<unknown>>>>(options: T): Values<T> {
  return Object.fromEntries(Object.entries(options).map(([name, { default: value }]) => [name, value])) as Values<T>;
}
