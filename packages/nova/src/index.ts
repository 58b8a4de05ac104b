// SPDX-License-Identifier: Apache-2.0
export { openApiDatabase, openCellDatabase, type ApiDatabase, type CellDatabase } from './database.js';
