// SPDX-License-Identifier: Apache-2.0
import { CreateServerExternalEvents } from './create-external-events.js';

export const serverEventControllers = [CreateServerExternalEvents];
