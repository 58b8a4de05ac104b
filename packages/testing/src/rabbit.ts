// SPDX-License-Identifier: Apache-2.0
export { OwnRabbit, RabbitVhost, startRabbit } from '@stackport/messaging/testing';
