// SPDX-License-Identifier: Apache-2.0
import { GetLimits } from './get-limits.js';
import { QuotaClassSets } from './quota-class-sets.js';
import { QuotaSets } from './quota-sets.js';

export { QuotaAccess } from './quota-access.js';

export const quotaControllers = [QuotaSets, QuotaClassSets, GetLimits];
