// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

/** Which APIs are served, where, and by how many processes. */
export const serverOptions = declareOptions('DEFAULT', {
  enabled_apis: option.list({
    default: ['osapi_compute', 'metadata'],
    help: 'Which applications of the paste file nova-api serves.',
  }),
  enabled_ssl_apis: option.list({ default: [], help: 'Which of them with the certificate of [wsgi].' }),
  osapi_compute_listen: option.string({ default: '0.0.0.0', help: 'Address to listen on.' }),
  osapi_compute_listen_port: option.port({ default: 8774, help: 'Port to listen on.' }),
  osapi_compute_workers: option.integer({
    min: 1,
    help: 'Worker processes; one for each processor where none is given. None with SQLite or a bus in the process.',
  }),
  metadata_listen: option.string({ default: '0.0.0.0', help: 'Address of the metadata service.' }),
  metadata_listen_port: option.port({ default: 8775, help: 'Port of the metadata service.' }),
  metadata_workers: option.integer({
    min: 1,
    help: 'Worker processes of the metadata service; one for each processor where none is given.',
  }),
  graceful_shutdown_timeout: option.integer({
    default: 60,
    help: 'Seconds that requests in flight have when the service ends; 0 for any time.',
  }),
});

/** `[wsgi]`: how the servers behave. */
export const wsgiOptions = declareOptions('wsgi', {
  api_paste_config: option.string({ default: 'api-paste.ini', help: 'Paste file; its place is looked for.' }),
  wsgi_log_format: option.string({
    default: '%(client_ip)s "%(request_line)s" status: %(status_code)s len: %(body_length)s time: %(wall_seconds).7f',
    help: 'Form of the line that is logged for a request.',
  }),
  secure_proxy_ssl_header: option.string({
    help: 'Header in which a proxy says which scheme the client used: HTTP_X_FORWARDED_PROTO.',
  }),
  ssl_ca_file: option.string({ help: 'PEM file of the authorities that must have signed a client certificate.' }),
  ssl_cert_file: option.string({ help: 'PEM file with the certificate to serve with.' }),
  ssl_key_file: option.string({ help: 'PEM file with the key of the certificate.' }),
  tcp_keepidle: option.integer({ default: 600, min: 0, help: 'Seconds before an idle connection is probed.' }),
  default_pool_size: option.integer({
    default: 1000,
    min: 0,
    deprecated: [{ group: 'DEFAULT', name: 'wsgi_default_pool_size' }],
    help: 'Requests that a process answers at a time.',
  }),
  max_header_line: option.integer({ default: 16384, min: 0, help: 'Bytes of the longest header line.' }),
  keep_alive: option.boolean({
    default: true,
    deprecated: [{ group: 'DEFAULT', name: 'wsgi_keep_alive' }],
    help: 'Whether a connection serves several requests.',
  }),
  client_socket_timeout: option.integer({
    default: 900,
    min: 0,
    help: 'Seconds that a client may be silent; 0 waits for ever.',
  }),
});
