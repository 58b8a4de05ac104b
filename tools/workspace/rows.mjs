// SPDX-License-Identifier: Apache-2.0

/** The packages from the ground up. A package imports only from those before it; apps import from all of them. */
export const rows = [
  'config',
  'paste',
  'wsgi',
  'context',
  'policy',
  'versioned-objects',
  'resource-standards',
  'messaging',
  'database',
  'keystone',
  'middleware',
  'api',
  'image-store',
  'identity',
  'glance',
  'cinder',
  'placement',
  'nova',
  'standalone',
  'testing',
  'apps',
];
