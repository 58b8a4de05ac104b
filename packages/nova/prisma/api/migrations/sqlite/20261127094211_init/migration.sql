-- CreateTable
CREATE TABLE "aggregate_hosts" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "host" TEXT,
    "aggregate_id" INTEGER NOT NULL,
    "created_at" DATETIME,
    "updated_at" DATETIME
);

-- CreateTable
CREATE TABLE "aggregate_metadata" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "aggregate_id" INTEGER NOT NULL,
    "created_at" DATETIME,
    "updated_at" DATETIME
);

-- CreateTable
CREATE TABLE "aggregates" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "uuid" TEXT,
    "name" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME
);

-- CreateTable
CREATE TABLE "build_requests" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "instance_uuid" TEXT,
    "project_id" TEXT NOT NULL,
    "instance" TEXT,
    "block_device_mappings" TEXT,
    "tags" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME
);

-- CreateTable
CREATE TABLE "cell_mappings" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "uuid" TEXT NOT NULL,
    "name" TEXT,
    "transport_url" TEXT,
    "database_connection" TEXT,
    "disabled" BOOLEAN DEFAULT false,
    "created_at" DATETIME,
    "updated_at" DATETIME
);

-- CreateTable
CREATE TABLE "flavor_extra_specs" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "key" TEXT NOT NULL,
    "value" TEXT,
    "flavor_id" INTEGER NOT NULL,
    "created_at" DATETIME,
    "updated_at" DATETIME
);

-- CreateTable
CREATE TABLE "flavor_projects" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "flavor_id" INTEGER NOT NULL,
    "project_id" TEXT NOT NULL,
    "created_at" DATETIME,
    "updated_at" DATETIME
);

-- CreateTable
CREATE TABLE "flavors" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "memory_mb" INTEGER NOT NULL,
    "vcpus" INTEGER NOT NULL,
    "root_gb" INTEGER,
    "ephemeral_gb" INTEGER,
    "flavorid" TEXT NOT NULL,
    "swap" INTEGER NOT NULL DEFAULT 0,
    "rxtx_factor" REAL DEFAULT 1,
    "vcpu_weight" INTEGER,
    "disabled" BOOLEAN DEFAULT false,
    "is_public" BOOLEAN DEFAULT true,
    "description" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME
);

-- CreateTable
CREATE TABLE "host_mappings" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "cell_id" INTEGER NOT NULL,
    "host" TEXT NOT NULL,
    "created_at" DATETIME,
    "updated_at" DATETIME
);

-- CreateTable
CREATE TABLE "instance_group_member" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "instance_uuid" TEXT,
    "group_id" INTEGER NOT NULL,
    "created_at" DATETIME,
    "updated_at" DATETIME
);

-- CreateTable
CREATE TABLE "instance_group_policy" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "policy" TEXT,
    "group_id" INTEGER NOT NULL,
    "rules" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME
);

-- CreateTable
CREATE TABLE "instance_groups" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "user_id" TEXT,
    "project_id" TEXT,
    "uuid" TEXT NOT NULL,
    "name" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME
);

-- CreateTable
CREATE TABLE "instance_mappings" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "instance_uuid" TEXT NOT NULL,
    "cell_id" INTEGER,
    "project_id" TEXT NOT NULL,
    "user_id" TEXT,
    "queued_for_delete" BOOLEAN,
    "created_at" DATETIME,
    "updated_at" DATETIME
);

-- CreateTable
CREATE TABLE "key_pairs" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "fingerprint" TEXT,
    "public_key" TEXT,
    "type" TEXT NOT NULL DEFAULT 'ssh',
    "created_at" DATETIME,
    "updated_at" DATETIME
);

-- CreateTable
CREATE TABLE "project_user_quotas" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "project_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "hard_limit" INTEGER,
    "created_at" DATETIME,
    "updated_at" DATETIME
);

-- CreateTable
CREATE TABLE "quota_classes" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "class_name" TEXT,
    "resource" TEXT,
    "hard_limit" INTEGER,
    "created_at" DATETIME,
    "updated_at" DATETIME
);

-- CreateTable
CREATE TABLE "quotas" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "project_id" TEXT,
    "resource" TEXT NOT NULL,
    "hard_limit" INTEGER,
    "created_at" DATETIME,
    "updated_at" DATETIME
);

-- CreateTable
CREATE TABLE "request_specs" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "instance_uuid" TEXT NOT NULL,
    "spec" TEXT NOT NULL,
    "created_at" DATETIME,
    "updated_at" DATETIME
);

-- CreateIndex
CREATE UNIQUE INDEX "aggregate_hosts_host_aggregate_id_key" ON "aggregate_hosts"("host", "aggregate_id");

-- CreateIndex
CREATE INDEX "aggregate_metadata_key_idx" ON "aggregate_metadata"("key");

-- CreateIndex
CREATE UNIQUE INDEX "aggregate_metadata_aggregate_id_key_key" ON "aggregate_metadata"("aggregate_id", "key");

-- CreateIndex
CREATE INDEX "aggregates_uuid_idx" ON "aggregates"("uuid");

-- CreateIndex
CREATE UNIQUE INDEX "aggregates_name_key" ON "aggregates"("name");

-- CreateIndex
CREATE INDEX "build_requests_project_id_idx" ON "build_requests"("project_id");

-- CreateIndex
CREATE UNIQUE INDEX "build_requests_instance_uuid_key" ON "build_requests"("instance_uuid");

-- CreateIndex
CREATE UNIQUE INDEX "cell_mappings_uuid_key" ON "cell_mappings"("uuid");

-- CreateIndex
CREATE UNIQUE INDEX "flavor_extra_specs_flavor_id_key_key" ON "flavor_extra_specs"("flavor_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "flavor_projects_flavor_id_project_id_key" ON "flavor_projects"("flavor_id", "project_id");

-- CreateIndex
CREATE UNIQUE INDEX "flavors_flavorid_key" ON "flavors"("flavorid");

-- CreateIndex
CREATE UNIQUE INDEX "flavors_name_key" ON "flavors"("name");

-- CreateIndex
CREATE UNIQUE INDEX "host_mappings_host_key" ON "host_mappings"("host");

-- CreateIndex
CREATE INDEX "instance_group_member_instance_uuid_idx" ON "instance_group_member"("instance_uuid");

-- CreateIndex
CREATE INDEX "instance_group_policy_policy_idx" ON "instance_group_policy"("policy");

-- CreateIndex
CREATE UNIQUE INDEX "instance_groups_uuid_key" ON "instance_groups"("uuid");

-- CreateIndex
CREATE INDEX "instance_mappings_project_id_idx" ON "instance_mappings"("project_id");

-- CreateIndex
CREATE INDEX "instance_mappings_user_id_project_id_idx" ON "instance_mappings"("user_id", "project_id");

-- CreateIndex
CREATE UNIQUE INDEX "instance_mappings_instance_uuid_key" ON "instance_mappings"("instance_uuid");

-- CreateIndex
CREATE UNIQUE INDEX "key_pairs_user_id_name_key" ON "key_pairs"("user_id", "name");

-- CreateIndex
CREATE INDEX "project_user_quotas_project_id_idx" ON "project_user_quotas"("project_id");

-- CreateIndex
CREATE INDEX "project_user_quotas_user_id_idx" ON "project_user_quotas"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "project_user_quotas_user_id_project_id_resource_key" ON "project_user_quotas"("user_id", "project_id", "resource");

-- CreateIndex
CREATE INDEX "quota_classes_class_name_idx" ON "quota_classes"("class_name");

-- CreateIndex
CREATE UNIQUE INDEX "quotas_project_id_resource_key" ON "quotas"("project_id", "resource");

-- CreateIndex
CREATE UNIQUE INDEX "request_specs_instance_uuid_key" ON "request_specs"("instance_uuid");
