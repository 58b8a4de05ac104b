// SPDX-License-Identifier: Apache-2.0
export { configDriveFiles, type ConfigDriveInit, type ConfigDriveParts } from './config-drive.js';
export { metadataApplication, type MetadataApplicationInit } from './metadata-application.js';
export type { MetadataServers } from './metadata-finder.js';
export { ec2Id, type Ec2Ids, type MetadataServer } from './metadata-server.js';
export { vendorDataFrom, type VendorData } from './vendor-data.js';
