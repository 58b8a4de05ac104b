// SPDX-License-Identifier: Apache-2.0
export { OwnRabbit, RabbitTap, RabbitVhost, startRabbit } from '@stackport/messaging/testing';
