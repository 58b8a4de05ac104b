// SPDX-License-Identifier: Apache-2.0
import { NotFound } from './base.js';

export class ConsoleTokenNotFound extends NotFound {
  constructor() {
    super('Token not found');
  }
}

export class InvalidToken extends NotFound {
  constructor(token: string) {
    super(`The token '${token}' is invalid or has expired`);
  }
}
