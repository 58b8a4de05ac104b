// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

const NO_EFFECT = 'Accepted; has no effect here.';
const inDefault = [{ group: 'DEFAULT' }];

/** oslo.messaging 14.0.3: _drivers/impl_rabbit.py, amqp.py, base.py. Names, the misspelt ones too, and defaults are upstream's. */
export const rabbitOptions = declareOptions('oslo_messaging_rabbit', {
  amqp_durable_queues: option.boolean({
    default: false,
    help: 'Queues and exchanges survive a restart of the broker. All services on a broker must agree.',
  }),
  amqp_auto_delete: option.boolean({
    default: false,
    deprecated: inDefault,
    help: 'Queues and exchanges go with their last user.',
  }),
  rpc_conn_pool_size: option.integer({
    default: 30,
    min: 1,
    deprecated: inDefault,
    help: `One connection sends everything. ${NO_EFFECT}`,
  }),
  conn_pool_min_size: option.integer({ default: 2, help: NO_EFFECT }),
  conn_pool_ttl: option.integer({ default: 1200, deprecated: inDefault, help: NO_EFFECT }),
  ssl: option.boolean({ default: false, deprecated: [{ name: 'rabbit_use_ssl' }], help: 'Connect with TLS.' }),
  ssl_version: option.string({
    default: '',
    deprecated: [{ name: 'kombu_ssl_version' }],
    help: 'TLSv1, TLSv1_1, TLSv1_2: that version only. SSLv23 or nothing: the newest that both sides have.',
  }),
  ssl_key_file: option.string({
    default: '',
    deprecated: [{ name: 'kombu_ssl_keyfile' }],
    help: 'PEM file with the key of the client certificate.',
  }),
  ssl_cert_file: option.string({
    default: '',
    deprecated: [{ name: 'kombu_ssl_certfile' }],
    help: 'PEM file with the client certificate.',
  }),
  ssl_ca_file: option.string({
    default: '',
    deprecated: [{ name: 'kombu_ssl_ca_certs' }],
    help: 'PEM file of authorities; the server certificate is checked only where this is given.',
  }),
  ssl_enforce_hostname_verification: option.boolean({
    default: false,
    help: 'With ssl_ca_file: the server certificate must be for the host of the URL.',
  }),
  ssl_enforce_fips_mode: option.boolean({
    default: false,
    help: 'Refuses to start where OpenSSL is not in FIPS mode.',
  }),
  heartbeat_in_pthread: option.boolean({ default: false, help: NO_EFFECT }),
  kombu_reconnect_delay: option.float({
    default: 1,
    min: 0,
    max: 4.5,
    deprecated: inDefault,
    help: 'Seconds more to wait before a reconnect, and before a cancelled consumer is declared again.',
  }),
  kombu_compression: option.string({ help: 'gzip or bz2; messages are sent as they are without it. gzip only here.' }),
  kombu_missing_consumer_retry_timeout: option.integer({
    default: 60,
    deprecated: [{ name: 'kombu_reconnect_timeout' }],
    help: 'Seconds for which a reply is offered again whose queue is not there.',
  }),
  kombu_failover_strategy: option.choice(['round-robin', 'shuffle'], {
    default: 'round-robin',
    help: 'Which host is next when one cannot be reached.',
  }),
  rabbit_login_method: option.choice(['PLAIN', 'AMQPLAIN', 'EXTERNAL', 'RABBIT-CR-DEMO'], {
    default: 'AMQPLAIN',
    deprecated: inDefault,
    help: 'How to log in. RABBIT-CR-DEMO is not there.',
  }),
  rabbit_retry_interval: option.integer({ default: 1, help: 'Seconds before the first reconnect.' }),
  rabbit_retry_backoff: option.integer({
    default: 2,
    deprecated: inDefault,
    help: 'Seconds more for each further try.',
  }),
  rabbit_interval_max: option.integer({ default: 30, help: 'The most seconds between two tries.' }),
  rabbit_ha_queues: option.boolean({
    default: false,
    deprecated: inDefault,
    help: 'Declare queues with x-ha-policy=all. Not with rabbit_quorum_queue.',
  }),
  rabbit_quorum_queue: option.boolean({ default: false, help: 'Queues are quorum queues, and durable.' }),
  rabbit_quorum_delivery_limit: option.integer({
    default: 0,
    help: 'How often a quorum queue delivers a message; 0 is without limit.',
  }),
  rabbit_quroum_max_memory_length: option.integer({
    default: 0,
    help: 'Messages of a quorum queue that are kept in memory; 0 is without limit.',
  }),
  rabbit_quroum_max_memory_bytes: option.integer({
    default: 0,
    help: 'Bytes of a quorum queue that are kept in memory; 0 is without limit.',
  }),
  rabbit_transient_queues_ttl: option.integer({
    default: 1800,
    min: 1,
    help: 'Seconds after which an unused reply or fanout queue goes.',
  }),
  rabbit_qos_prefetch_count: option.integer({
    default: 0,
    help: 'How many messages the broker hands to a server ahead of their acknowledgement; 0 is without limit.',
  }),
  heartbeat_timeout_threshold: option.integer({
    default: 60,
    help: 'Seconds of silence after which the broker is taken for dead; 0 switches heartbeats off.',
  }),
  heartbeat_rate: option.integer({ default: 2, help: `Two heartbeats go out in the threshold. ${NO_EFFECT}` }),
  direct_mandatory_flag: option.boolean({
    default: true,
    deprecatedForRemoval: { reason: 'It cannot be switched off upstream either.' },
    help: 'Replies whose queue is gone are noticed.',
  }),
  enable_cancel_on_failover: option.boolean({
    default: false,
    help: 'Consume with x-cancel-on-ha-failover, so that a failover of mirrored queues is noticed.',
  }),
});
