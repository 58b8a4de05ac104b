// SPDX-License-Identifier: Apache-2.0
import { type Configuration, declareOptions, option } from '@stackport/config';

const IGNORED = 'Accepted, and reported as not supported here.';

/** oslo.log 5.0.1, _options.py: names, types and defaults. */
export const loggingOptions = declareOptions('DEFAULT', {
  debug: option.boolean({
    default: false,
    cli: true,
    short: 'd',
    mutable: true,
    help: 'Log at level DEBUG instead of INFO.',
  }),
  log_config_append: option.string({
    cli: true,
    metavar: 'PATH',
    mutable: true,
    deprecated: [{ name: 'log_config' }],
    help: `A file of Python's logging module. ${IGNORED}`,
  }),
  log_date_format: option.string({
    default: '%Y-%m-%d %H:%M:%S',
    cli: true,
    metavar: 'DATE_FORMAT',
    help: 'Form of %(asctime)s in log lines, as strftime has it.',
  }),
  log_file: option.string({
    cli: true,
    metavar: 'PATH',
    deprecated: [{ name: 'logfile' }],
    help: 'File to log to. A file that was moved away is opened anew. Without it, lines go to stdout.',
  }),
  log_dir: option.string({
    cli: true,
    deprecated: [{ name: 'logdir' }],
    help: 'Folder of log_file; without log_file, the file is <program>.log in it.',
  }),
  watch_log_file: option.boolean({
    default: false,
    cli: true,
    help: 'A moved log file is noticed with or without this.',
  }),
  use_syslog: option.boolean({ default: false, cli: true, help: IGNORED }),
  use_journal: option.boolean({ default: false, cli: true, help: IGNORED }),
  syslog_log_facility: option.string({ default: 'LOG_USER', cli: true, help: IGNORED }),
  use_json: option.boolean({ default: false, cli: true, help: 'Write each line as a JSON object.' }),
  use_stderr: option.boolean({ default: false, help: 'Log to standard error.' }),
  use_eventlog: option.boolean({ default: false, help: IGNORED }),
  log_rotate_interval: option.integer({ default: 1, help: 'How many of log_rotate_interval_type.' }),
  log_rotate_interval_type: option.choice(['Seconds', 'Minutes', 'Hours', 'Days', 'Weekday', 'Midnight'], {
    default: 'Days',
    ignoreCase: true,
    help: 'Unit of log_rotate_interval.',
  }),
  max_logfile_count: option.integer({ default: 30, help: 'How many rotated log files are kept.' }),
  max_logfile_size_mb: option.integer({ default: 200, help: 'Size at which a log file is rotated.' }),
  log_rotation_type: option.choice(
    { interval: 'After a time.', size: 'At a size.', none: 'Not at all.' },
    { default: 'none', ignoreCase: true, help: 'When the log file is rotated.' },
  ),
  logging_context_format_string: option.string({
    default:
      '%(asctime)s.%(msecs)03d %(process)d %(levelname)s %(name)s ' +
      '[%(global_request_id)s %(request_id)s %(user_identity)s] %(instance)s%(message)s',
    help: 'Form of a line that belongs to a request.',
  }),
  logging_default_format_string: option.string({
    default: '%(asctime)s.%(msecs)03d %(process)d %(levelname)s %(name)s [-] %(instance)s%(message)s',
    help: 'Form of a line that belongs to none.',
  }),
  logging_debug_format_suffix: option.string({
    default: '%(funcName)s %(pathname)s:%(lineno)d',
    help: 'Put after a line of level DEBUG.',
  }),
  logging_exception_prefix: option.string({
    default: '%(asctime)s.%(msecs)03d %(process)d ERROR %(name)s %(instance)s',
    help: 'Put before each line of an error with its stack.',
  }),
  logging_user_identity_format: option.string({
    default: '%(user)s %(project)s %(domain)s %(system_scope)s %(user_domain)s %(project_domain)s',
    help: 'Form of %(user_identity)s.',
  }),
  default_log_levels: option.list({
    default: [
      'amqp=WARN',
      'amqplib=WARN',
      'boto=WARN',
      'qpid=WARN',
      'sqlalchemy=WARN',
      'suds=INFO',
      'oslo.messaging=INFO',
      'oslo_messaging=INFO',
      'iso8601=WARN',
      'requests.packages.urllib3.connectionpool=WARN',
      'urllib3.connectionpool=WARN',
      'websocket=WARN',
      'requests.packages.urllib3.util.retry=WARN',
      'urllib3.util.retry=WARN',
      'keystonemiddleware=WARN',
      'routes.middleware=WARN',
      'stevedore=WARN',
      'taskflow=WARN',
      'keystoneauth=WARN',
      'oslo.cache=INFO',
      'oslo_policy=INFO',
      'dogpile.core.dogpile=INFO',
    ],
    help: 'Levels of loggers, as logger=LEVEL; they hold for what is below the logger too.',
  }),
  publish_errors: option.boolean({ default: false, help: IGNORED }),
  instance_format: option.string({ default: '[instance: %(uuid)s] ', help: 'Form of %(instance)s.' }),
  instance_uuid_format: option.string({
    default: '[instance: %(uuid)s] ',
    help: 'Form of %(instance)s where only the id is known.',
  }),
  rate_limit_interval: option.integer({ default: 0, help: 'Seconds for which rate_limit_burst counts.' }),
  rate_limit_burst: option.integer({ default: 0, help: 'Lines that are written in an interval at most.' }),
  rate_limit_except_level: option.string({
    default: 'CRITICAL',
    help: 'Lines of this level and above are always written. Empty: none is.',
  }),
});

export type LoggingValues = ReturnType<typeof Configuration.prototype.get<(typeof loggingOptions)['options']>>;

/** What is configured and not supported here, a line each. */
export function unsupportedLoggingOptions(values: LoggingValues): readonly string[] {
  const set: [string, boolean][] = [
    ['log_config_append', values.log_config_append !== undefined],
    ['use_syslog', values.use_syslog],
    ['use_journal', values.use_journal],
    ['use_eventlog', values.use_eventlog],
    ['publish_errors', values.publish_errors],
  ];
  return set
    .filter(([, isSet]) => isSet)
    .map(([name]) => `option ${name} in group [DEFAULT] is not supported here; its value is ignored`);
}
