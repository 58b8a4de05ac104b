// SPDX-License-Identifier: Apache-2.0
import { ProjectUsages } from './project-usages.js';
import { UsageAuditLogs } from './usage-audit-logs.js';

export const usageControllers = [ProjectUsages, UsageAuditLogs];
