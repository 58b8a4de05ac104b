// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

/** Where and how cinder-api listens. */
export const serverOptions = declareOptions('DEFAULT', {
  osapi_volume_listen: option.string({ default: '0.0.0.0', help: 'Address to listen on.' }),
  osapi_volume_listen_port: option.port({ default: 8776, help: 'Port to listen on.' }),
  osapi_volume_workers: option.integer({
    help: 'Worker processes; one for each processor where none is given. None with SQLite or a bus in the process.',
  }),
  osapi_volume_use_ssl: option.boolean({ default: false, help: 'Whether to serve with the certificate of [ssl].' }),
  api_paste_config: option.string({ default: 'api-paste.ini', help: 'Paste file; its place is looked for.' }),
  client_socket_timeout: option.integer({
    default: 900,
    help: 'Seconds that a client may be silent; 0 waits for ever.',
  }),
  max_header_line: option.integer({ default: 16_384, help: 'Bytes of the longest header line.' }),
  tcp_keepidle: option.integer({ default: 600, help: 'Seconds before an idle connection is probed.' }),
  wsgi_default_pool_size: option.integer({ default: 100, help: 'Requests that a process answers at a time.' }),
  wsgi_keep_alive: option.boolean({ default: true, help: 'Whether a connection serves several requests.' }),
  wsgi_log_format: option.string({
    default: '%(client_ip)s "%(request_line)s" status: %(status_code)s  len: %(body_length)s time: %(wall_seconds).7f',
    help: 'Form of the line that is logged for a request.',
  }),
  graceful_shutdown_timeout: option.integer({
    default: 60,
    help: 'Seconds that requests in flight have when the service ends; 0 for any time.',
  }),
});

/** `[ssl]`: certificates of the server. */
export const sslOptions = declareOptions('ssl', {
  ca_file: option.string({
    deprecated: [{ group: 'DEFAULT', name: 'ssl_ca_file' }],
    help: 'PEM file of the authorities that must have signed a client certificate.',
  }),
  cert_file: option.string({
    deprecated: [{ group: 'DEFAULT', name: 'ssl_cert_file' }],
    help: 'PEM file with the certificate to serve with.',
  }),
  key_file: option.string({
    deprecated: [{ group: 'DEFAULT', name: 'ssl_key_file' }],
    help: 'PEM file with the key of the certificate.',
  }),
});
