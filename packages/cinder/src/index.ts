// SPDX-License-Identifier: Apache-2.0
export { createCinderBackup, type CinderBackup, type CinderBackupInit } from './backup/service.js';
export { CinderContext, type CinderContextInit } from './context.js';
export { createCinder } from './create-cinder.js';
export { openCinderDatabase, type CinderDatabase } from './database.js';
export * from './options/index.js';
export { policyRules } from './policies/index.js';
export { cinderSchedulerOptionGroups } from './scheduler/scheduler-option-groups.js';
export { createCinderScheduler, type CinderScheduler, type CinderSchedulerInit } from './scheduler/service.js';
export { cinderApiOptionGroups, createCinderApi, type CinderApi, type CinderApiInit } from './service.js';
export * from './volume/index.js';
