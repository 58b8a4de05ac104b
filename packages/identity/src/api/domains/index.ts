// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { CreateDomain } from './create-domain.js';
import { DeleteDomain } from './delete-domain.js';
import { GetDomain } from './get-domain.js';
import { ListDomains } from './list-domains.js';
import { UpdateDomain } from './update-domain.js';

export const domainsOperations: readonly Type[] = [CreateDomain, DeleteDomain, GetDomain, ListDomains, UpdateDomain];
