// SPDX-License-Identifier: Apache-2.0
export { type ManageInit, runManage } from './run-manage.js';
