// SPDX-License-Identifier: Apache-2.0
export * from './python-peer.js';
export * from './rabbit-tap.js';
export * from './rabbit-vhost.js';
export * from './start-rabbit.js';
