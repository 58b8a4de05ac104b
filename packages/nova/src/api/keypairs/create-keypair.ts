// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { type Request, Response } from '@stackport/wsgi';
import type { KeyPairKind } from '../../keypairs/keypair-repository.js';
import { KeyPairService } from '../../keypairs/keypair-service.js';
import { isSince } from '../microversion.js';
import { createKeyPairSchema } from '../schemas/keypairs.js';
import { CheckedBody } from '../validation/checked-parameters.js';
import { KeyPairOwner } from './keypair-owner.js';
import { newKeyPairView } from './keypair-view.js';

interface CreateBody {
  readonly keypair: {
    readonly name: string;
    readonly type?: KeyPairKind;
    readonly public_key?: string;
    readonly user_id?: string;
  };
}

const POLICY = { rule: 'os_compute_api:os-keypairs:create', target: 'resource' } as const;

@Controller('v2.1')
export class CreateKeyPair {
  constructor(
    @Inject(KeyPairService) private readonly keyPairs: KeyPairService,
    @Inject(KeyPairOwner) private readonly owner: KeyPairOwner,
  ) {}

  @Operation({ method: 'POST', path: '/os-keypairs', policy: POLICY, success: 201 })
  async create(
    @Caller() context: RequestContext,
    @CheckedBody(createKeyPairSchema) { keypair }: CreateBody,
    @Req() request: Request,
  ): Promise<unknown> {
    const { type = 'ssh', public_key: publicKey } = keypair;
    const userId = await this.owner.of(context, 'create', keypair.user_id);
    const name = keypair.name.trim();
    const view =
      publicKey === undefined
        ? await this.#generate(context, userId, name, type, request)
        : newKeyPairView(await this.keyPairs.import(context, userId, name, { publicKey, type }), request);
    // It was no creation before 2.2.
    return Response.json({ keypair: view }, isSince(request, '2.2') ? 201 : 200);
  }

  async #generate(
    context: RequestContext,
    userId: string,
    name: string,
    type: KeyPairKind,
    request: Request,
  ): Promise<unknown> {
    const { keyPair, privateKey } = await this.keyPairs.create(context, userId, name, type);
    return newKeyPairView(keyPair, request, privateKey);
  }
}
