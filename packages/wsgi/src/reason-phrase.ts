// SPDX-License-Identifier: Apache-2.0
import { STATUS_CODES } from 'node:http';

/** webob 1.8, util.py `status_reasons` and exc.py (416): where the status line's phrase is not the one that node has. */
const WEBOB: Readonly<Record<number, string>> = {
  207: 'Multi Status',
  413: 'Request Entity Too Large',
  414: 'Request URI Too Long',
  416: 'Request Range Not Satisfiable',
  418: "I'm a teapot",
};

/** The reason phrase of a status line as upstream's services send it. */
export function reasonPhrase(status: number): string {
  return WEBOB[status] ?? STATUS_CODES[status] ?? 'Unknown';
}
