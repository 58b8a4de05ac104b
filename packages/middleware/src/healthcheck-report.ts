// SPDX-License-Identifier: Apache-2.0
import type { HealthcheckResult } from './healthcheck-backends.js';

/** What there is to tell; `machine` only when `[healthcheck] detailed` is on. */
export interface HealthcheckReport {
  readonly results: readonly HealthcheckResult[];
  readonly machine?: {
    readonly hostname: string;
    readonly now: string;
    readonly runtime: string;
    readonly platform: string;
    /** Bytes. */
    readonly memory: Readonly<Record<string, number>>;
  };
}

export function textReport({ results }: HealthcheckReport): string {
  return results.map((result) => result.reason).join('\n');
}

/** Keys in order and four spaces, as upstream prints them. */
export function jsonReport({ results, machine }: HealthcheckReport): string {
  if (machine === undefined)
    return JSON.stringify({ detailed: false, reasons: results.map((result) => result.reason) }, undefined, 4);
  const { memory, now, platform, runtime } = machine;
  const reasons = results.map(({ reason, details = '' }) => ({ class: 'HealthcheckResult', details, reason }));
  return JSON.stringify({ detailed: true, memory, now, platform, reasons, runtime }, undefined, 4);
}

export function htmlReport({ results, machine }: HealthcheckReport): string {
  const detailed = machine !== undefined;
  const headings = detailed ? ['Kind', 'Reason', 'Details'] : ['Reason'];
  const rows = results.map(({ reason, details = '' }) =>
    detailed ? ['HealthcheckResult', reason, details] : [reason],
  );
  const status = detailed
    ? [
        '<H1>Server status</H1>',
        `<B>Server hostname:</B><PRE>${escape(machine.hostname)}</PRE>`,
        `<B>Current time:</B><PRE>${escape(machine.now)}</PRE>`,
        `<B>Runtime:</B><PRE>${escape(machine.runtime)}</PRE>`,
        `<B>Platform:</B><PRE>${escape(machine.platform)}</PRE>`,
        '<HR></HR>',
        '<H2>Memory:</H2>',
        ...Object.entries(machine.memory).map(([name, bytes]) => `<B>${escape(name)}:</B><PRE>${bytes}</PRE>`),
        '<HR></HR>',
      ]
    : [''];
  return [
    '<HTML>',
    '<HEAD><TITLE>Healthcheck Status</TITLE></HEAD>',
    '<BODY>',
    ...status,
    `<H2>Result of ${results.length} checks:</H2>`,
    '<TABLE bgcolor="#ffffff" border="1">',
    '<TBODY>',
    '<TR>',
    ...headings.flatMap((heading) => ['<TH>', heading, '</TH>']),
    '</TR>',
    ...rows.flatMap((cells) => ['<TR>', ...cells.map((cell) => `    <TD>${escape(cell)}</TD>`), '</TR>']),
    '</TBODY>',
    '</TABLE>',
    '<HR></HR>',
    '',
    '</BODY>',
    '</HTML>',
  ].join('\n');
}

function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&#34;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
