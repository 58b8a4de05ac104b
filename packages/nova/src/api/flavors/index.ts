// SPDX-License-Identifier: Apache-2.0
import { FlavorActions } from './flavor-actions.js';
import { FlavorExtraSpecs } from './flavor-extra-specs.js';
import { GetFlavor } from './get-flavor.js';
import { ListFlavorAccess } from './flavor-access.js';
import { ListFlavors } from './list-flavors.js';
import { ManageFlavors } from './manage-flavors.js';

export { FlavorPresenter } from './flavor-presenter.js';

export const flavorControllers = [
  ListFlavors,
  GetFlavor,
  ManageFlavors,
  FlavorActions,
  ListFlavorAccess,
  FlavorExtraSpecs,
];
