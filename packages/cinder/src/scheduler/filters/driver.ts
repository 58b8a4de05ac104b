// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { evaluateExpression } from '../expression.js';
import { expressionNames } from '../expression-names.js';
import type { PoolFilter } from './pool-filter.js';

/** Pools whose own `filter_function` is true; those that report none pass, and those whose function is wrong do not. */
export function driverFilter(logger: Logger): PoolFilter {
  return {
    name: 'DriverFilter',
    passes(pool, request) {
      const text = pool.capabilities.filter_function;
      if (typeof text !== 'string' || text === '') return true;
      try {
        return Boolean(evaluateExpression(text, expressionNames(pool, request)));
      } catch (error) {
        logger.warning(`Error in filtering function '${text}' : '${String(error)}' :: failing backend ${pool.host}`);
        return false;
      }
    },
  };
}
