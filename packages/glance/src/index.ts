// SPDX-License-Identifier: Apache-2.0
export { openGlanceDatabase, type GlanceDatabase } from './database.js';
export { glanceDefaultValues } from './default-values.js';
export { PasteAppError } from './load-paste-app.js';
export * from './options.js';
export { policyRules } from './policy-rules.js';
export { recognizedOptions } from './recognized-options.js';
export { standaloneValues } from './standalone-values.js';
export { createGlanceService, glanceApiOptionGroups, type GlanceService, type GlanceServiceInit } from './service.js';
