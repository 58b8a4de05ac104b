// SPDX-License-Identifier: Apache-2.0
export { configDriveFiles, type ConfigDriveInit, type ConfigDriveParts } from './config-drive.js';
export type { CellOf } from './cell-servers.js';
export { cellOfServers, createMetadata, type MetadataInit } from './create-metadata.js';
export { metadataApplication, type MetadataApplicationInit } from './metadata-application.js';
export type { MetadataServers } from './metadata-finder.js';
export { type Ec2Ids, ec2IdsOf, type MetadataServer, SERVER_PARTS } from './metadata-server.js';
export { vendorDataFrom, type VendorData } from './vendor-data.js';
