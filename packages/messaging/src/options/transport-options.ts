// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

/** oslo.messaging 14.0.3: transport.py, rpc/client.py, rpc/dispatcher.py, server.py. */
export const transportOptions = declareOptions('DEFAULT', {
  transport_url: option.string({
    default: 'rabbit://',
    secret: true,
    help: 'The broker: rabbit://user:password@host:port,…/virtual_host?option=value, or fake:// for one process.',
  }),
  control_exchange: option.string({ default: 'openstack', help: 'The exchange that topics are scoped by.' }),
  rpc_response_timeout: option.integer({ default: 60, help: 'Seconds to wait for the reply to a call.' }),
  executor_thread_pool_size: option.integer({
    default: 64,
    deprecated: [{ name: 'rpc_thread_pool_size' }],
    help: 'How many messages a server works on at once.',
  }),
  rpc_ping_enabled: option.boolean({ default: false, help: 'Servers answer calls of oslo_rpc_server_ping.' }),
});

/** Ours: what upstream leaves to threads that block. */
export const sendBufferOptions = declareOptions('stackport_messaging', {
  send_buffer_size: option.integer({
    default: 10_000,
    min: 1,
    help: 'How many messages may wait for the broker to take them; beyond it sending fails at once.',
  }),
  acknowledge: option.choice(
    {
      claim: 'When the handler says that the work is recorded, at the latest when it is done: nothing is lost.',
      receipt: 'On receipt, before the handler runs, as oslo.messaging: a crash loses the message.',
    },
    { default: 'claim', help: 'When servers acknowledge a request.' },
  ),
});
