-- CreateTable
CREATE TABLE "attachment_specs" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "attachment_id" TEXT NOT NULL,
    "key" TEXT,
    "value" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false,
    CONSTRAINT "attachment_specs_attachment_id_fkey" FOREIGN KEY ("attachment_id") REFERENCES "volume_attachment" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "backups" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "volume_id" TEXT NOT NULL,
    "user_id" TEXT,
    "project_id" TEXT,
    "host" TEXT,
    "availability_zone" TEXT,
    "display_name" TEXT,
    "display_description" TEXT,
    "container" TEXT,
    "status" TEXT,
    "fail_reason" TEXT,
    "service_metadata" TEXT,
    "service" TEXT,
    "size" INTEGER,
    "object_count" INTEGER,
    "parent_id" TEXT,
    "temp_volume_id" TEXT,
    "temp_snapshot_id" TEXT,
    "num_dependent_backups" INTEGER,
    "snapshot_id" TEXT,
    "data_timestamp" DATETIME,
    "restore_volume_id" TEXT,
    "encryption_key_id" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false
);

-- CreateTable
CREATE TABLE "backup_metadata" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "backup_id" TEXT NOT NULL,
    "key" TEXT,
    "value" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false,
    CONSTRAINT "backup_metadata_backup_id_fkey" FOREIGN KEY ("backup_id") REFERENCES "backups" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "cgsnapshots" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "consistencygroup_id" TEXT NOT NULL,
    "user_id" TEXT,
    "project_id" TEXT,
    "name" TEXT,
    "description" TEXT,
    "status" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false,
    CONSTRAINT "cgsnapshots_consistencygroup_id_fkey" FOREIGN KEY ("consistencygroup_id") REFERENCES "consistencygroups" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "clusters" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "binary" TEXT NOT NULL,
    "disabled" BOOLEAN DEFAULT false,
    "disabled_reason" TEXT,
    "race_preventer" INTEGER NOT NULL DEFAULT 0,
    "replication_status" TEXT DEFAULT 'not-capable',
    "active_backend_id" TEXT,
    "frozen" BOOLEAN NOT NULL DEFAULT false,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false
);

-- CreateTable
CREATE TABLE "consistencygroups" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "user_id" TEXT,
    "project_id" TEXT,
    "host" TEXT,
    "availability_zone" TEXT,
    "name" TEXT,
    "description" TEXT,
    "volume_type_id" TEXT,
    "status" TEXT,
    "cgsnapshot_id" TEXT,
    "source_cgid" TEXT,
    "cluster_name" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false
);

-- CreateTable
CREATE TABLE "default_volume_types" (
    "project_id" TEXT NOT NULL PRIMARY KEY,
    "volume_type_id" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false,
    CONSTRAINT "default_volume_types_volume_type_id_fkey" FOREIGN KEY ("volume_type_id") REFERENCES "volume_types" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "driver_initiator_data" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "initiator" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME
);

-- CreateTable
CREATE TABLE "encryption" (
    "encryption_id" TEXT NOT NULL PRIMARY KEY,
    "cipher" TEXT,
    "control_location" TEXT NOT NULL,
    "key_size" INTEGER,
    "provider" TEXT NOT NULL,
    "volume_type_id" TEXT NOT NULL,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false
);

-- CreateTable
CREATE TABLE "groups" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "user_id" TEXT,
    "project_id" TEXT,
    "cluster_name" TEXT,
    "host" TEXT,
    "availability_zone" TEXT,
    "name" TEXT,
    "description" TEXT,
    "group_type_id" TEXT,
    "status" TEXT,
    "group_snapshot_id" TEXT,
    "source_group_id" TEXT,
    "replication_status" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false
);

-- CreateTable
CREATE TABLE "group_snapshots" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "group_id" TEXT NOT NULL,
    "user_id" TEXT,
    "project_id" TEXT,
    "name" TEXT,
    "description" TEXT,
    "status" TEXT,
    "group_type_id" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false,
    CONSTRAINT "group_snapshots_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "group_types" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "is_public" BOOLEAN DEFAULT true,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false
);

-- CreateTable
CREATE TABLE "group_type_projects" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "group_type_id" TEXT,
    "project_id" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false,
    CONSTRAINT "group_type_projects_group_type_id_fkey" FOREIGN KEY ("group_type_id") REFERENCES "group_types" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "group_type_specs" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "key" TEXT,
    "value" TEXT,
    "group_type_id" TEXT NOT NULL,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false,
    CONSTRAINT "group_type_specs_group_type_id_fkey" FOREIGN KEY ("group_type_id") REFERENCES "group_types" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "group_volume_type_mapping" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "volume_type_id" TEXT NOT NULL,
    "group_id" TEXT NOT NULL,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false,
    CONSTRAINT "group_volume_type_mapping_volume_type_id_fkey" FOREIGN KEY ("volume_type_id") REFERENCES "volume_types" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
    CONSTRAINT "group_volume_type_mapping_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "image_volume_cache_entries" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "image_updated_at" DATETIME,
    "host" TEXT NOT NULL,
    "image_id" TEXT NOT NULL,
    "volume_id" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "last_used" DATETIME NOT NULL,
    "cluster_name" TEXT
);

-- CreateTable
CREATE TABLE "messages" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "project_id" TEXT NOT NULL,
    "request_id" TEXT,
    "resource_type" TEXT,
    "resource_uuid" TEXT,
    "event_id" TEXT NOT NULL,
    "message_level" TEXT NOT NULL,
    "expires_at" DATETIME,
    "detail_id" TEXT,
    "action_id" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false
);

-- CreateTable
CREATE TABLE "quality_of_service_specs" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "specs_id" TEXT,
    "key" TEXT,
    "value" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false,
    CONSTRAINT "quality_of_service_specs_specs_id_fkey" FOREIGN KEY ("specs_id") REFERENCES "quality_of_service_specs" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "quotas" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "project_id" TEXT,
    "resource" TEXT NOT NULL,
    "hard_limit" INTEGER,
    "allocated" INTEGER DEFAULT 0,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false
);

-- CreateTable
CREATE TABLE "quota_classes" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "class_name" TEXT,
    "resource" TEXT,
    "hard_limit" INTEGER,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false
);

-- CreateTable
CREATE TABLE "quota_usages" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "project_id" TEXT,
    "resource" TEXT,
    "in_use" INTEGER NOT NULL,
    "reserved" INTEGER NOT NULL,
    "until_refresh" INTEGER,
    "race_preventer" BOOLEAN DEFAULT true,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false
);

-- CreateTable
CREATE TABLE "reservations" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "uuid" TEXT NOT NULL,
    "usage_id" INTEGER,
    "project_id" TEXT,
    "resource" TEXT,
    "delta" INTEGER NOT NULL,
    "expire" DATETIME,
    "allocated_id" INTEGER,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false,
    CONSTRAINT "reservations_usage_id_fkey" FOREIGN KEY ("usage_id") REFERENCES "quota_usages" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
    CONSTRAINT "reservations_allocated_id_fkey" FOREIGN KEY ("allocated_id") REFERENCES "quotas" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "services" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "host" TEXT,
    "binary" TEXT,
    "topic" TEXT,
    "report_count" INTEGER NOT NULL DEFAULT 0,
    "disabled" BOOLEAN DEFAULT false,
    "availability_zone" TEXT DEFAULT 'cinder',
    "disabled_reason" TEXT,
    "modified_at" DATETIME,
    "rpc_current_version" TEXT,
    "object_current_version" TEXT,
    "replication_status" TEXT DEFAULT 'not-capable',
    "frozen" BOOLEAN DEFAULT false,
    "active_backend_id" TEXT,
    "cluster_name" TEXT,
    "uuid" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false
);

-- CreateTable
CREATE TABLE "snapshots" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "volume_id" TEXT NOT NULL,
    "user_id" TEXT,
    "project_id" TEXT,
    "status" TEXT,
    "progress" TEXT,
    "volume_size" INTEGER,
    "scheduled_at" DATETIME,
    "display_name" TEXT,
    "display_description" TEXT,
    "provider_location" TEXT,
    "encryption_key_id" TEXT,
    "volume_type_id" TEXT NOT NULL,
    "cgsnapshot_id" TEXT,
    "provider_id" TEXT,
    "provider_auth" TEXT,
    "group_snapshot_id" TEXT,
    "use_quota" BOOLEAN DEFAULT true,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false,
    CONSTRAINT "snapshots_cgsnapshot_id_fkey" FOREIGN KEY ("cgsnapshot_id") REFERENCES "cgsnapshots" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
    CONSTRAINT "snapshots_group_snapshot_id_fkey" FOREIGN KEY ("group_snapshot_id") REFERENCES "group_snapshots" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
    CONSTRAINT "snapshots_volume_id_fkey" FOREIGN KEY ("volume_id") REFERENCES "volumes" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "snapshot_metadata" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "snapshot_id" TEXT NOT NULL,
    "key" TEXT,
    "value" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false,
    CONSTRAINT "snapshot_metadata_snapshot_id_fkey" FOREIGN KEY ("snapshot_id") REFERENCES "snapshots" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "transfers" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "volume_id" TEXT NOT NULL,
    "display_name" TEXT,
    "salt" TEXT,
    "crypt_hash" TEXT,
    "expires_at" DATETIME,
    "no_snapshots" BOOLEAN DEFAULT false,
    "source_project_id" TEXT,
    "destination_project_id" TEXT,
    "accepted" BOOLEAN DEFAULT false,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false,
    CONSTRAINT "transfers_volume_id_fkey" FOREIGN KEY ("volume_id") REFERENCES "volumes" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "volumes" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "ec2_id" TEXT,
    "user_id" TEXT,
    "project_id" TEXT,
    "host" TEXT,
    "size" INTEGER,
    "availability_zone" TEXT,
    "status" TEXT,
    "attach_status" TEXT,
    "scheduled_at" DATETIME,
    "launched_at" DATETIME,
    "terminated_at" DATETIME,
    "display_name" TEXT,
    "display_description" TEXT,
    "provider_location" TEXT,
    "provider_auth" TEXT,
    "snapshot_id" TEXT,
    "volume_type_id" TEXT NOT NULL,
    "source_volid" TEXT,
    "bootable" BOOLEAN DEFAULT false,
    "provider_geometry" TEXT,
    "_name_id" TEXT,
    "encryption_key_id" TEXT,
    "migration_status" TEXT,
    "replication_status" TEXT,
    "replication_extended_status" TEXT,
    "replication_driver_data" TEXT,
    "consistencygroup_id" TEXT,
    "provider_id" TEXT,
    "multiattach" BOOLEAN DEFAULT false,
    "previous_status" TEXT,
    "cluster_name" TEXT,
    "group_id" TEXT,
    "service_uuid" TEXT,
    "shared_targets" BOOLEAN DEFAULT true,
    "use_quota" BOOLEAN DEFAULT true,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false,
    CONSTRAINT "volumes_consistencygroup_id_fkey" FOREIGN KEY ("consistencygroup_id") REFERENCES "consistencygroups" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
    CONSTRAINT "volumes_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
    CONSTRAINT "volumes_service_uuid_fkey" FOREIGN KEY ("service_uuid") REFERENCES "services" ("uuid") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "volume_admin_metadata" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "volume_id" TEXT NOT NULL,
    "key" TEXT,
    "value" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false,
    CONSTRAINT "volume_admin_metadata_volume_id_fkey" FOREIGN KEY ("volume_id") REFERENCES "volumes" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "volume_attachment" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "volume_id" TEXT NOT NULL,
    "attached_host" TEXT,
    "instance_uuid" TEXT,
    "mountpoint" TEXT,
    "attach_time" DATETIME,
    "detach_time" DATETIME,
    "attach_mode" TEXT,
    "attach_status" TEXT,
    "connection_info" TEXT,
    "connector" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false,
    CONSTRAINT "volume_attachment_volume_id_fkey" FOREIGN KEY ("volume_id") REFERENCES "volumes" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "volume_glance_metadata" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "volume_id" TEXT,
    "snapshot_id" TEXT,
    "key" TEXT,
    "value" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false,
    CONSTRAINT "volume_glance_metadata_volume_id_fkey" FOREIGN KEY ("volume_id") REFERENCES "volumes" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
    CONSTRAINT "volume_glance_metadata_snapshot_id_fkey" FOREIGN KEY ("snapshot_id") REFERENCES "snapshots" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "volume_metadata" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "volume_id" TEXT NOT NULL,
    "key" TEXT,
    "value" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false,
    CONSTRAINT "volume_metadata_volume_id_fkey" FOREIGN KEY ("volume_id") REFERENCES "volumes" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "volume_types" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT,
    "qos_specs_id" TEXT,
    "is_public" BOOLEAN DEFAULT true,
    "description" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false,
    CONSTRAINT "volume_types_qos_specs_id_fkey" FOREIGN KEY ("qos_specs_id") REFERENCES "quality_of_service_specs" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "volume_type_extra_specs" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "volume_type_id" TEXT NOT NULL,
    "key" TEXT,
    "value" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false,
    CONSTRAINT "volume_type_extra_specs_volume_type_id_fkey" FOREIGN KEY ("volume_type_id") REFERENCES "volume_types" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "volume_type_projects" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "volume_type_id" TEXT,
    "project_id" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" INTEGER DEFAULT 0,
    CONSTRAINT "volume_type_projects_volume_type_id_fkey" FOREIGN KEY ("volume_type_id") REFERENCES "volume_types" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "workers" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "resource_type" TEXT NOT NULL,
    "resource_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "service_id" INTEGER,
    "race_preventer" INTEGER NOT NULL DEFAULT 0,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN DEFAULT false,
    CONSTRAINT "workers_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "services" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateIndex
CREATE INDEX "ix_attachment_specs_attachment_id" ON "attachment_specs"("attachment_id");

-- CreateIndex
CREATE INDEX "ix_backup_metadata_backup_id" ON "backup_metadata"("backup_id");

-- CreateIndex
CREATE INDEX "ix_cgsnapshots_consistencygroup_id" ON "cgsnapshots"("consistencygroup_id");

-- CreateIndex
CREATE UNIQUE INDEX "name" ON "clusters"("name", "binary", "race_preventer");

-- CreateIndex
CREATE INDEX "ix_default_volume_types_volume_type_id" ON "default_volume_types"("volume_type_id");

-- CreateIndex
CREATE INDEX "ix_driver_initiator_data_initiator" ON "driver_initiator_data"("initiator");

-- CreateIndex
CREATE UNIQUE INDEX "initiator" ON "driver_initiator_data"("initiator", "namespace", "key");

-- CreateIndex
CREATE INDEX "ix_group_snapshots_group_id" ON "group_snapshots"("group_id");

-- CreateIndex
CREATE UNIQUE INDEX "group_type_id" ON "group_type_projects"("group_type_id", "project_id", "deleted");

-- CreateIndex
CREATE INDEX "ix_group_type_specs_group_type_id" ON "group_type_specs"("group_type_id");

-- CreateIndex
CREATE INDEX "ix_group_volume_type_mapping_group_id" ON "group_volume_type_mapping"("group_id");

-- CreateIndex
CREATE INDEX "ix_group_volume_type_mapping_volume_type_id" ON "group_volume_type_mapping"("volume_type_id");

-- CreateIndex
CREATE INDEX "ix_image_volume_cache_entries_host" ON "image_volume_cache_entries"("host");

-- CreateIndex
CREATE INDEX "ix_image_volume_cache_entries_image_id" ON "image_volume_cache_entries"("image_id");

-- CreateIndex
CREATE INDEX "ix_messages_expires_at" ON "messages"("expires_at");

-- CreateIndex
CREATE INDEX "ix_quality_of_service_specs_specs_id" ON "quality_of_service_specs"("specs_id");

-- CreateIndex
CREATE INDEX "ix_quota_classes_class_name" ON "quota_classes"("class_name");

-- CreateIndex
CREATE INDEX "ix_quota_usages_project_id" ON "quota_usages"("project_id");

-- CreateIndex
CREATE INDEX "quota_usage_project_resource_idx" ON "quota_usages"("project_id", "resource");

-- CreateIndex
CREATE UNIQUE INDEX "project_id" ON "quota_usages"("project_id", "resource", "race_preventer");

-- CreateIndex
CREATE INDEX "ix_reservations_allocated_id" ON "reservations"("allocated_id");

-- CreateIndex
CREATE INDEX "ix_reservations_project_id" ON "reservations"("project_id");

-- CreateIndex
CREATE INDEX "ix_reservations_usage_id" ON "reservations"("usage_id");

-- CreateIndex
CREATE INDEX "reservations_deleted_expire_idx" ON "reservations"("deleted", "expire");

-- CreateIndex
CREATE INDEX "reservations_deleted_uuid_idx" ON "reservations"("deleted", "uuid");

-- CreateIndex
CREATE UNIQUE INDEX "services_uuid_idx" ON "services"("uuid");

-- CreateIndex
CREATE INDEX "ix_snapshots_cgsnapshot_id" ON "snapshots"("cgsnapshot_id");

-- CreateIndex
CREATE INDEX "ix_snapshots_group_snapshot_id" ON "snapshots"("group_snapshot_id");

-- CreateIndex
CREATE INDEX "ix_snapshots_volume_id" ON "snapshots"("volume_id");

-- CreateIndex
CREATE INDEX "ix_snapshot_metadata_snapshot_id" ON "snapshot_metadata"("snapshot_id");

-- CreateIndex
CREATE INDEX "ix_transfers_volume_id" ON "transfers"("volume_id");

-- CreateIndex
CREATE INDEX "ix_volumes_consistencygroup_id" ON "volumes"("consistencygroup_id");

-- CreateIndex
CREATE INDEX "ix_volumes_group_id" ON "volumes"("group_id");

-- CreateIndex
CREATE INDEX "volumes_service_uuid_idx" ON "volumes"("service_uuid", "deleted");

-- CreateIndex
CREATE INDEX "ix_volume_admin_metadata_volume_id" ON "volume_admin_metadata"("volume_id");

-- CreateIndex
CREATE INDEX "ix_volume_attachment_volume_id" ON "volume_attachment"("volume_id");

-- CreateIndex
CREATE INDEX "ix_volume_glance_metadata_snapshot_id" ON "volume_glance_metadata"("snapshot_id");

-- CreateIndex
CREATE INDEX "ix_volume_glance_metadata_volume_id" ON "volume_glance_metadata"("volume_id");

-- CreateIndex
CREATE INDEX "ix_volume_metadata_volume_id" ON "volume_metadata"("volume_id");

-- CreateIndex
CREATE INDEX "ix_volume_types_qos_specs_id" ON "volume_types"("qos_specs_id");

-- CreateIndex
CREATE INDEX "ix_volume_type_extra_specs_volume_type_id" ON "volume_type_extra_specs"("volume_type_id");

-- CreateIndex
CREATE UNIQUE INDEX "volume_type_id" ON "volume_type_projects"("volume_type_id", "project_id", "deleted");

-- CreateIndex
CREATE INDEX "ix_workers_service_id" ON "workers"("service_id");

-- CreateIndex
CREATE UNIQUE INDEX "resource_type" ON "workers"("resource_type", "resource_id");
