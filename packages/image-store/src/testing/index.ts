// SPDX-License-Identifier: Apache-2.0
export { S3Bucket } from './s3-objects.js';
export { S3TestServer, type S3Request } from './s3-test-server.js';
