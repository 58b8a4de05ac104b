// SPDX-License-Identifier: Apache-2.0
import { GetConsoleAuthToken } from './get-console-auth-token.js';

export const consoleControllers = [GetConsoleAuthToken];
