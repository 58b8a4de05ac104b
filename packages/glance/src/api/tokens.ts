// SPDX-License-Identifier: Apache-2.0

/** Injection tokens of what the controllers use. */
export const IMAGES = Symbol('glance:images');
export const IMAGE_UPDATE = Symbol('glance:image-update');
export const IMAGE_DATA = Symbol('glance:image-data');
export const IMAGE_IMPORT = Symbol('glance:image-import');
export const IMAGE_STAGING = Symbol('glance:image-staging');
export const IMAGE_STORES = Symbol('glance:image-stores');
export const IMAGE_MEMBERS = Symbol('glance:image-members');
export const IMAGE_PRESENTER = Symbol('glance:image-presenter');
export const CACHE_MANAGEMENT = Symbol('glance:cache-management');
export const SCHEMAS = Symbol('glance:schemas');
export const SETTINGS = Symbol('glance:settings');
export const STORES = Symbol('glance:stores');
export const TASKS = Symbol('glance:tasks');
export const LIMITS = Symbol('glance:limits');
export const METADEFS = Symbol('glance:metadefs');
