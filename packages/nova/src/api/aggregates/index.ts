// SPDX-License-Identifier: Apache-2.0
import { AggregateActions } from './aggregate-actions.js';
import { Aggregates } from './aggregates.js';

export const aggregateControllers = [Aggregates, AggregateActions];
