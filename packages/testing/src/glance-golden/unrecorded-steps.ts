// SPDX-License-Identifier: Apache-2.0
// What was done between the recorded requests, as the later answers show.

export interface UnrecordedStep {
  /** Of the recorded request that it goes before. */
  readonly before: number;
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/v2`. */
  readonly path: string;
  readonly body?: unknown;
  readonly data?: string;
  readonly status: number;
}

const FULL = '0bdaeac7-254a-4672-bbe3-ef50fc51ada8';
const DATA = '2233d1c4-f857-466f-93bc-6d2768e68222';
const ZERO = '47ce896e-91d2-4b6a-9f51-b4eaadc0dcc8';
const formats = { disk_format: 'raw', container_format: 'bare' };
const made = (before: number, body: Record<string, unknown>): UnrecordedStep => ({
  before,
  method: 'POST',
  path: '/images',
  body,
  status: 201,
});

/** All of them as the user `demo`. */
export const unrecordedSteps: readonly UnrecordedStep[] = [
  made(30, { id: 'c069b8f7-92fa-45a3-9ecc-46b1430f370b', name: 'x', ...formats }),
  made(32, {
    id: FULL,
    name: 'golden-full',
    disk_format: 'qcow2',
    container_format: 'bare',
    visibility: 'private',
    min_ram: 128,
    min_disk: 1,
    tags: ['b', 'a'],
    custom_prop: 'value',
    hw_disk_bus: 'virtio',
  }),
  made(49, { id: '2898b48a-596a-4a4b-8606-92bc0943e2eb', name: 'x' }),
  {
    before: 90,
    method: 'PATCH',
    path: `/images/${FULL}`,
    body: [{ op: 'replace', path: '/name', value: 'r' }],
    status: 200,
  },
  { before: 95, method: 'PUT', path: `/images/${DATA}/file`, data: '0123456789'.repeat(100), status: 204 },
  made(110, { id: ZERO, name: 'golden-zero', ...formats }),
  { before: 113, method: 'PUT', path: `/images/${ZERO}/file`, data: '', status: 204 },
  { before: 115, method: 'POST', path: `/images/${DATA}/actions/deactivate`, status: 204 },
  { before: 119, method: 'POST', path: `/images/${DATA}/actions/deactivate`, status: 204 },
  ...[0, 1].map((number) =>
    made(149, {
      id: ['7af3aa35-0824-42dd-877d-eb0aa72bce04', 'acf20ec2-3e94-4bfe-a8fe-11ad9ef886b9'][number],
      name: `golden-list-${number}`,
      tags: ['lst', `n${number}`],
      os_version: `1${number}`,
      ...formats,
    }),
  ),
  { before: 150, method: 'DELETE', path: `/images/${DATA}/tags/blue`, status: 204 },
];
