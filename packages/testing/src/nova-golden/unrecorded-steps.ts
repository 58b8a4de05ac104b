// SPDX-License-Identifier: Apache-2.0
// What was done between the recorded requests, as the later answers show.

export const SERVER = '02b859b5-0bbd-4b3a-baf2-c4593a4b2ba6';
export const TAGGED = 'eb3ec957-1142-4f92-9ed7-676797ab2d9c';
export const VOLUME = 'f467f355-9843-47e3-a5d3-60837ebc645a';
const SNAPSHOT = '3901ac1d-5fca-475e-8455-03d73740a057';
const PRIVATE_FLAVOR = 'd60ecd4c-b89b-4654-8bd6-18fe06a6c17c';

export interface UnrecordedStep {
  /** Of the recorded request that it goes before. */
  readonly before: number;
  readonly as: 'demo' | 'admin';
  readonly method: string;
  /** Below `/v2.1`, with recorded ids. */
  readonly path: string;
  readonly version?: string;
  readonly body?: unknown;
  readonly status: number;
  /** What it makes: under which name its id is in the answer, and the id that was recorded of it. */
  readonly creates?: readonly [name: string, id: string];
}

const act = (
  before: number,
  server: string,
  body: Readonly<Record<string, unknown>>,
  more: Partial<UnrecordedStep> = {},
): UnrecordedStep => ({
  ...{ before, as: 'demo', method: 'POST', path: `/servers/${server}/action`, body, status: 202 },
  ...more,
});

export const unrecordedSteps: readonly UnrecordedStep[] = [
  {
    ...{ before: 38, as: 'admin', method: 'POST', path: '/flavors', status: 200 },
    body: {
      flavor: {
        ...{ id: PRIVATE_FLAVOR, name: 'golden-472d9f-p', ram: 128, vcpus: 1, disk: 1 },
        'os-flavor-access:is_public': false,
      },
    },
  },
  {
    ...{ before: 226, as: 'demo', method: 'PUT', path: `/servers/${SERVER}`, version: '2.19', status: 200 },
    body: { server: { accessIPv4: '10.0.0.1', accessIPv6: '::1', description: 'x' } },
  },
  {
    ...{ before: 232, as: 'demo', method: 'PUT', path: `/servers/${SERVER}/metadata`, status: 200 },
    body: { metadata: { e: 'f' } },
  },
  { before: 236, as: 'demo', method: 'DELETE', path: `/servers/${SERVER}/metadata/e`, status: 204 },
  { before: 247, as: 'demo', method: 'DELETE', path: `/servers/${SERVER}/tags/z`, version: '2.26', status: 204 },
  act(255, SERVER, { reboot: { type: 'SOFT' } }),
  act(260, SERVER, { unpause: null }),
  act(263, SERVER, { resume: null }),
  act(270, SERVER, { unlock: null }, { as: 'admin' }),
  act(272, SERVER, { unrescue: null }),
  act(295, TAGGED, { createImage: { name: 'golden-snap2' } }, { version: '2.45', creates: ['image_id', SNAPSHOT] }),
  {
    before: 349,
    as: 'demo',
    method: 'DELETE',
    path: `/servers/${SERVER}/os-volume_attachments/${VOLUME}`,
    status: 202,
  },
  { before: 436, as: 'demo', method: 'DELETE', path: `/servers/${SERVER}`, status: 204 },
];

/** The volume that is attached was made before this request. */
export const VOLUME_BEFORE = 334;
