// SPDX-License-Identifier: Apache-2.0

/** Where a value came from: oslo.config's LocationInfo, with the line. */
export type Origin =
  | { readonly kind: 'option default' }
  | { readonly kind: 'service default' }
  | { readonly kind: 'override' }
  | { readonly kind: 'file'; readonly file: string; readonly line: number }
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'command line'; readonly argument: string };

/** `/etc/glance/glance-api.conf:12`, `environment variable OS_DEFAULT__DEBUG`, `command line --debug`, `default`, … */
export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case 'file':
      return `${origin.file}:${origin.line}`;
    case 'environment':
      return `environment variable ${origin.variable}`;
    case 'command line':
      return `command line ${origin.argument}`;
    case 'option default':
      return 'default';
    default:
      return origin.kind;
  }
}
