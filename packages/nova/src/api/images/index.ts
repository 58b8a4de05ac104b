// SPDX-License-Identifier: Apache-2.0
import { ImageMetadata } from './image-metadata.js';
import { ImageProxy } from './images.js';

export const imageControllers = [ImageProxy, ImageMetadata];
