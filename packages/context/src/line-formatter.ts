// SPDX-License-Identifier: Apache-2.0
import { compileFormat, hasField } from './format-string.js';
import { type LogFormatter, type LogRecord, errorSummary, stackLines } from './log-record.js';
import type { LoggingValues } from './logging-options.js';
import { recordValues } from './record-values.js';
import type { RequestContext } from './request-context.js';

export interface FormatterSurroundings {
  readonly project: string;
  readonly version: string;
  readonly pid: number;
  readonly started: number;
}

/** The fields that can only be filled in by looking at the stack. */
const CALLER_FIELDS = ['funcName', 'pathname', 'filename', 'module', 'lineno'];

/**
 * oslo.log's ContextFormatter: a line in the context's form where it belongs to a request, in the default form
 * otherwise; the error's summary after it, and its stack below, each line with the exception prefix.
 */
export function lineFormatter(values: LoggingValues, around: FormatterSurroundings): LogFormatter {
  const identity = compileFormat<RequestContext>(values.logging_user_identity_format, (name, context) => {
    const value = context.loggingValues()[name];
    return value === undefined || value === null || value === '' || value === false ? '-' : value;
  });
  // A context never changes, and a request logs more than one line.
  const identities = new WeakMap<RequestContext, string>();
  const identityOf = (context: RequestContext): string => {
    const known = identities.get(context);
    if (known !== undefined) return known;
    const text = identity(context);
    identities.set(context, text);
    return text;
  };
  const instance = compileFormat<LogRecord>(values.instance_uuid_format, (name, record) =>
    name === 'uuid' ? record.context?.resourceUuid : undefined,
  );
  const valueOf = recordValues({
    ...around,
    dateFormat: values.log_date_format,
    identityOf,
    instanceOf: (record) => (record.context?.resourceUuid === undefined ? '' : instance(record)),
  });
  const compile = (format: string): LogFormatter => compileFormat(format, valueOf);
  const inContext = compile(values.logging_context_format_string);
  const outside = compile(values.logging_default_format_string);
  const suffix = compile(values.logging_debug_format_suffix);
  const hasSuffix = values.logging_debug_format_suffix !== '';
  const prefix = compile(values.logging_exception_prefix);
  const showsSummary = {
    inContext: hasField(values.logging_context_format_string, 'error_summary'),
    outside: hasField(values.logging_default_format_string, 'error_summary'),
  };

  return (record) => {
    const belongs = record.context !== undefined;
    let text = belongs ? inContext(record) : outside(record);
    if (record.error !== undefined && !(belongs ? showsSummary.inContext : showsSummary.outside)) {
      const summary = errorSummary(record);
      if (summary !== '') text += `: ${summary}`;
    }
    if (hasSuffix && record.level === 'debug') text += ` ${suffix(record)}`;
    if (record.error === undefined) return text;
    const start = prefix(record);
    return [text, ...stackLines(record.error).map((line) => start + line)].join('\n');
  };
}

/** Whether lines of level DEBUG, or of every level, show where they were logged. */
export function needsCaller(values: LoggingValues): 'always' | 'debug' | 'never' {
  const shows = (format: string): boolean => CALLER_FIELDS.some((name) => hasField(format, name));
  if (shows(values.logging_context_format_string) || shows(values.logging_default_format_string)) return 'always';
  return shows(values.logging_debug_format_suffix) ? 'debug' : 'never';
}
