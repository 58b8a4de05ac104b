// SPDX-License-Identifier: Apache-2.0
import { GetHypervisor } from './get-hypervisor.js';
import { ListHypervisors } from './list-hypervisors.js';

export { HypervisorPresenter } from './hypervisor-presenter.js';

export const hypervisorControllers = [ListHypervisors, GetHypervisor];
