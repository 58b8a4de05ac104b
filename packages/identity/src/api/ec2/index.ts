// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { CreateEc2Token } from './create-ec2-token.js';
import { CreateS3Token } from './create-s3-token.js';

export const ec2Operations: readonly Type[] = [CreateEc2Token, CreateS3Token];
