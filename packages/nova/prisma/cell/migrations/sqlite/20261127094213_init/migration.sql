-- CreateTable
CREATE TABLE "block_device_mapping" (
    "deleted" INTEGER DEFAULT 0,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "instance_uuid" TEXT,
    "uuid" TEXT,
    "source_type" TEXT,
    "destination_type" TEXT,
    "guest_format" TEXT,
    "device_type" TEXT,
    "disk_bus" TEXT,
    "boot_index" INTEGER,
    "device_name" TEXT,
    "delete_on_termination" BOOLEAN DEFAULT false,
    "snapshot_id" TEXT,
    "volume_id" TEXT,
    "volume_size" INTEGER,
    "volume_type" TEXT,
    "image_id" TEXT,
    "no_device" BOOLEAN,
    "connection_info" TEXT,
    "tag" TEXT,
    "attachment_id" TEXT,
    "encrypted" BOOLEAN DEFAULT false,
    "encryption_secret_uuid" TEXT,
    "encryption_format" TEXT,
    "encryption_options" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME
);

-- CreateTable
CREATE TABLE "compute_nodes" (
    "deleted" INTEGER DEFAULT 0,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "service_id" INTEGER,
    "host" TEXT,
    "uuid" TEXT,
    "vcpus" INTEGER NOT NULL,
    "memory_mb" INTEGER NOT NULL,
    "local_gb" INTEGER NOT NULL,
    "vcpus_used" INTEGER NOT NULL,
    "memory_mb_used" INTEGER NOT NULL,
    "local_gb_used" INTEGER NOT NULL,
    "hypervisor_type" TEXT NOT NULL,
    "hypervisor_version" INTEGER NOT NULL,
    "hypervisor_hostname" TEXT,
    "free_ram_mb" INTEGER,
    "free_disk_gb" INTEGER,
    "current_workload" INTEGER,
    "running_vms" INTEGER,
    "cpu_info" TEXT NOT NULL,
    "disk_available_least" INTEGER,
    "host_ip" TEXT,
    "supported_instances" TEXT,
    "metrics" TEXT,
    "pci_stats" TEXT,
    "extra_resources" TEXT,
    "stats" TEXT,
    "numa_topology" TEXT,
    "ram_allocation_ratio" REAL,
    "cpu_allocation_ratio" REAL,
    "disk_allocation_ratio" REAL,
    "mapped" INTEGER DEFAULT 0,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME
);

-- CreateTable
CREATE TABLE "console_auth_tokens" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "token_hash" TEXT NOT NULL,
    "console_type" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "internal_access_path" TEXT,
    "instance_uuid" TEXT NOT NULL,
    "expires" INTEGER NOT NULL,
    "access_url_base" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME
);

-- CreateTable
CREATE TABLE "instance_actions" (
    "deleted" INTEGER DEFAULT 0,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "action" TEXT,
    "instance_uuid" TEXT,
    "request_id" TEXT,
    "user_id" TEXT,
    "project_id" TEXT,
    "start_time" DATETIME,
    "finish_time" DATETIME,
    "message" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME
);

-- CreateTable
CREATE TABLE "instance_actions_events" (
    "deleted" INTEGER DEFAULT 0,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "event" TEXT,
    "action_id" INTEGER,
    "start_time" DATETIME,
    "finish_time" DATETIME,
    "result" TEXT,
    "traceback" TEXT,
    "host" TEXT,
    "details" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME
);

-- CreateTable
CREATE TABLE "instance_extra" (
    "deleted" INTEGER DEFAULT 0,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "instance_uuid" TEXT NOT NULL,
    "device_metadata" TEXT,
    "numa_topology" TEXT,
    "pci_requests" TEXT,
    "flavor" TEXT,
    "vcpu_model" TEXT,
    "migration_context" TEXT,
    "keypairs" TEXT,
    "trusted_certs" TEXT,
    "resources" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME
);

-- CreateTable
CREATE TABLE "instance_faults" (
    "deleted" INTEGER DEFAULT 0,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "instance_uuid" TEXT,
    "code" INTEGER NOT NULL,
    "message" TEXT,
    "details" TEXT,
    "host" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME
);

-- CreateTable
CREATE TABLE "instance_id_mappings" (
    "deleted" INTEGER DEFAULT 0,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "uuid" TEXT NOT NULL,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME
);

-- CreateTable
CREATE TABLE "instance_info_caches" (
    "deleted" INTEGER DEFAULT 0,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "network_info" TEXT,
    "instance_uuid" TEXT NOT NULL,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME
);

-- CreateTable
CREATE TABLE "instance_metadata" (
    "deleted" INTEGER DEFAULT 0,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "key" TEXT,
    "value" TEXT,
    "instance_uuid" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME
);

-- CreateTable
CREATE TABLE "instance_system_metadata" (
    "deleted" INTEGER DEFAULT 0,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "key" TEXT NOT NULL,
    "value" TEXT,
    "instance_uuid" TEXT NOT NULL,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME
);

-- CreateTable
CREATE TABLE "instances" (
    "deleted" INTEGER DEFAULT 0,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "user_id" TEXT,
    "project_id" TEXT,
    "image_ref" TEXT,
    "kernel_id" TEXT,
    "ramdisk_id" TEXT,
    "hostname" TEXT,
    "launch_index" INTEGER,
    "key_name" TEXT,
    "key_data" TEXT,
    "power_state" INTEGER,
    "vm_state" TEXT,
    "task_state" TEXT,
    "memory_mb" INTEGER,
    "vcpus" INTEGER,
    "root_gb" INTEGER,
    "ephemeral_gb" INTEGER,
    "ephemeral_key_uuid" TEXT,
    "host" TEXT,
    "node" TEXT,
    "instance_type_id" INTEGER,
    "user_data" TEXT,
    "reservation_id" TEXT,
    "launched_at" DATETIME,
    "terminated_at" DATETIME,
    "availability_zone" TEXT,
    "display_name" TEXT,
    "display_description" TEXT,
    "launched_on" TEXT,
    "locked" BOOLEAN,
    "locked_by" TEXT,
    "os_type" TEXT,
    "architecture" TEXT,
    "vm_mode" TEXT,
    "uuid" TEXT NOT NULL,
    "root_device_name" TEXT,
    "default_ephemeral_device" TEXT,
    "default_swap_device" TEXT,
    "config_drive" TEXT,
    "access_ip_v4" TEXT,
    "access_ip_v6" TEXT,
    "auto_disk_config" BOOLEAN,
    "progress" INTEGER,
    "shutdown_terminate" BOOLEAN DEFAULT false,
    "disable_terminate" BOOLEAN DEFAULT false,
    "cell_name" TEXT,
    "cleaned" INTEGER DEFAULT 0,
    "hidden" BOOLEAN DEFAULT false,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME
);

-- CreateTable
CREATE TABLE "migrations" (
    "deleted" INTEGER DEFAULT 0,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source_compute" TEXT,
    "dest_compute" TEXT,
    "source_node" TEXT,
    "dest_node" TEXT,
    "dest_host" TEXT,
    "old_instance_type_id" INTEGER,
    "new_instance_type_id" INTEGER,
    "instance_uuid" TEXT,
    "uuid" TEXT,
    "status" TEXT,
    "migration_type" TEXT,
    "hidden" BOOLEAN DEFAULT false,
    "memory_total" BIGINT,
    "memory_processed" BIGINT,
    "memory_remaining" BIGINT,
    "disk_total" BIGINT,
    "disk_processed" BIGINT,
    "disk_remaining" BIGINT,
    "cross_cell_move" BOOLEAN DEFAULT false,
    "user_id" TEXT,
    "project_id" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME
);

-- CreateTable
CREATE TABLE "services" (
    "deleted" INTEGER DEFAULT 0,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "uuid" TEXT,
    "host" TEXT,
    "binary" TEXT,
    "topic" TEXT,
    "report_count" INTEGER NOT NULL DEFAULT 0,
    "disabled" BOOLEAN DEFAULT false,
    "disabled_reason" TEXT,
    "last_seen_up" DATETIME,
    "forced_down" BOOLEAN DEFAULT false,
    "version" INTEGER DEFAULT 0,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME
);

-- CreateTable
CREATE TABLE "tags" (
    "resource_id" TEXT NOT NULL,
    "tag" TEXT NOT NULL,

    PRIMARY KEY ("resource_id", "tag")
);

-- CreateTable
CREATE TABLE "task_log" (
    "deleted" INTEGER DEFAULT 0,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "task_name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "period_beginning" DATETIME NOT NULL,
    "period_ending" DATETIME NOT NULL,
    "message" TEXT NOT NULL,
    "task_items" INTEGER DEFAULT 0,
    "errors" INTEGER DEFAULT 0,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME
);

-- CreateTable
CREATE TABLE "virtual_interfaces" (
    "deleted" INTEGER DEFAULT 0,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "address" TEXT,
    "network_id" INTEGER,
    "instance_uuid" TEXT,
    "uuid" TEXT,
    "tag" TEXT,
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "deleted_at" DATETIME
);

-- CreateIndex
CREATE INDEX "block_device_mapping_instance_uuid_idx" ON "block_device_mapping"("instance_uuid");

-- CreateIndex
CREATE INDEX "block_device_mapping_instance_uuid_device_name_idx" ON "block_device_mapping"("instance_uuid", "device_name");

-- CreateIndex
CREATE INDEX "block_device_mapping_instance_uuid_volume_id_idx" ON "block_device_mapping"("instance_uuid", "volume_id");

-- CreateIndex
CREATE INDEX "block_device_mapping_snapshot_id_idx" ON "block_device_mapping"("snapshot_id");

-- CreateIndex
CREATE INDEX "block_device_mapping_volume_id_idx" ON "block_device_mapping"("volume_id");

-- CreateIndex
CREATE UNIQUE INDEX "block_device_mapping_uuid_key" ON "block_device_mapping"("uuid");

-- CreateIndex
CREATE UNIQUE INDEX "compute_nodes_uuid_key" ON "compute_nodes"("uuid");

-- CreateIndex
CREATE UNIQUE INDEX "compute_nodes_host_hypervisor_hostname_deleted_key" ON "compute_nodes"("host", "hypervisor_hostname", "deleted");

-- CreateIndex
CREATE INDEX "console_auth_tokens_host_expires_idx" ON "console_auth_tokens"("host", "expires");

-- CreateIndex
CREATE INDEX "console_auth_tokens_instance_uuid_idx" ON "console_auth_tokens"("instance_uuid");

-- CreateIndex
CREATE INDEX "console_auth_tokens_token_hash_instance_uuid_idx" ON "console_auth_tokens"("token_hash", "instance_uuid");

-- CreateIndex
CREATE UNIQUE INDEX "console_auth_tokens_token_hash_key" ON "console_auth_tokens"("token_hash");

-- CreateIndex
CREATE INDEX "instance_actions_instance_uuid_idx" ON "instance_actions"("instance_uuid");

-- CreateIndex
CREATE INDEX "instance_actions_instance_uuid_updated_at_idx" ON "instance_actions"("instance_uuid", "updated_at");

-- CreateIndex
CREATE INDEX "instance_actions_request_id_idx" ON "instance_actions"("request_id");

-- CreateIndex
CREATE INDEX "instance_extra_instance_uuid_idx" ON "instance_extra"("instance_uuid");

-- CreateIndex
CREATE INDEX "instance_faults_host_idx" ON "instance_faults"("host");

-- CreateIndex
CREATE INDEX "instance_faults_instance_uuid_deleted_created_at_idx" ON "instance_faults"("instance_uuid", "deleted", "created_at");

-- CreateIndex
CREATE INDEX "instance_id_mappings_uuid_idx" ON "instance_id_mappings"("uuid");

-- CreateIndex
CREATE UNIQUE INDEX "instance_info_caches_instance_uuid_key" ON "instance_info_caches"("instance_uuid");

-- CreateIndex
CREATE INDEX "instance_metadata_instance_uuid_idx" ON "instance_metadata"("instance_uuid");

-- CreateIndex
CREATE INDEX "instance_system_metadata_instance_uuid_idx" ON "instance_system_metadata"("instance_uuid");

-- CreateIndex
CREATE INDEX "instances_deleted_created_at_idx" ON "instances"("deleted", "created_at");

-- CreateIndex
CREATE INDEX "instances_host_deleted_cleaned_idx" ON "instances"("host", "deleted", "cleaned");

-- CreateIndex
CREATE INDEX "instances_host_node_deleted_idx" ON "instances"("host", "node", "deleted");

-- CreateIndex
CREATE INDEX "instances_project_id_idx" ON "instances"("project_id");

-- CreateIndex
CREATE INDEX "instances_project_id_deleted_idx" ON "instances"("project_id", "deleted");

-- CreateIndex
CREATE INDEX "instances_reservation_id_idx" ON "instances"("reservation_id");

-- CreateIndex
CREATE INDEX "instances_task_state_updated_at_idx" ON "instances"("task_state", "updated_at");

-- CreateIndex
CREATE INDEX "instances_terminated_at_launched_at_idx" ON "instances"("terminated_at", "launched_at");

-- CreateIndex
CREATE INDEX "instances_updated_at_project_id_idx" ON "instances"("updated_at", "project_id");

-- CreateIndex
CREATE INDEX "instances_uuid_deleted_idx" ON "instances"("uuid", "deleted");

-- CreateIndex
CREATE UNIQUE INDEX "instances_uuid_key" ON "instances"("uuid");

-- CreateIndex
CREATE INDEX "migrations_deleted_instance_uuid_status_idx" ON "migrations"("deleted", "instance_uuid", "status");

-- CreateIndex
CREATE INDEX "migrations_deleted_source_compute_dest_compute_status_idx" ON "migrations"("deleted", "source_compute", "dest_compute", "status");

-- CreateIndex
CREATE INDEX "migrations_updated_at_idx" ON "migrations"("updated_at");

-- CreateIndex
CREATE UNIQUE INDEX "migrations_uuid_key" ON "migrations"("uuid");

-- CreateIndex
CREATE UNIQUE INDEX "services_uuid_key" ON "services"("uuid");

-- CreateIndex
CREATE UNIQUE INDEX "services_host_binary_deleted_key" ON "services"("host", "binary", "deleted");

-- CreateIndex
CREATE UNIQUE INDEX "services_host_topic_deleted_key" ON "services"("host", "topic", "deleted");

-- CreateIndex
CREATE INDEX "tags_tag_idx" ON "tags"("tag");

-- CreateIndex
CREATE INDEX "task_log_host_idx" ON "task_log"("host");

-- CreateIndex
CREATE INDEX "task_log_period_beginning_idx" ON "task_log"("period_beginning");

-- CreateIndex
CREATE INDEX "task_log_period_ending_idx" ON "task_log"("period_ending");

-- CreateIndex
CREATE UNIQUE INDEX "task_log_task_name_host_period_beginning_period_ending_key" ON "task_log"("task_name", "host", "period_beginning", "period_ending");

-- CreateIndex
CREATE INDEX "virtual_interfaces_instance_uuid_idx" ON "virtual_interfaces"("instance_uuid");

-- CreateIndex
CREATE INDEX "virtual_interfaces_network_id_idx" ON "virtual_interfaces"("network_id");

-- CreateIndex
CREATE INDEX "virtual_interfaces_uuid_idx" ON "virtual_interfaces"("uuid");

-- CreateIndex
CREATE UNIQUE INDEX "virtual_interfaces_address_deleted_key" ON "virtual_interfaces"("address", "deleted");
