// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

/** Owner of what a client of before 1.8 claims. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** `[placement]`: names and defaults are Zed's. */
export const placementOptions = declareOptions('placement', {
  randomize_allocation_candidates: option.boolean({
    default: false,
    help: 'Whether allocation candidates come in an order of chance, and a limited list is a sample of all.',
  }),
  incomplete_consumer_project_id: option.string({
    default: NOBODY,
    help: 'Project of consumers whose client does not tell one (microversions before 1.8).',
  }),
  incomplete_consumer_user_id: option.string({
    default: NOBODY,
    help: 'User of consumers whose client does not tell one (microversions before 1.8).',
  }),
  allocation_conflict_retry_count: option.integer({
    default: 10,
    help: 'How often allocations are written again while others change the same providers.',
  }),
});

/** `[api]` */
export const apiOptions = declareOptions('api', {
  auth_strategy: option.choice(['keystone', 'noauth2'], {
    default: 'keystone',
    deprecated: [{ group: 'DEFAULT', name: 'auth_strategy' }],
    help: 'How callers are known: by Keystone, or (for tests only) by what they say.',
  }),
});
