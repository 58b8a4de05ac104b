-- CreateTable
CREATE TABLE "images" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT,
    "size" BIGINT,
    "status" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    "disk_format" TEXT,
    "container_format" TEXT,
    "checksum" TEXT,
    "owner" TEXT,
    "min_disk" INTEGER NOT NULL DEFAULT 0,
    "min_ram" INTEGER NOT NULL DEFAULT 0,
    "protected" BOOLEAN NOT NULL DEFAULT false,
    "virtual_size" BIGINT,
    "visibility" TEXT NOT NULL DEFAULT 'shared',
    "os_hidden" BOOLEAN NOT NULL DEFAULT false,
    "os_hash_algo" TEXT,
    "os_hash_value" TEXT
);

-- CreateTable
CREATE TABLE "image_locations" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "image_id" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    "meta_data" TEXT,
    "status" TEXT NOT NULL DEFAULT 'active',
    CONSTRAINT "image_locations_image_id_fkey" FOREIGN KEY ("image_id") REFERENCES "images" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "image_members" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "image_id" TEXT NOT NULL,
    "member" TEXT NOT NULL,
    "can_share" BOOLEAN NOT NULL DEFAULT false,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    "status" TEXT NOT NULL DEFAULT 'pending',
    CONSTRAINT "image_members_image_id_fkey" FOREIGN KEY ("image_id") REFERENCES "images" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "image_properties" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "image_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "value" TEXT,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    CONSTRAINT "image_properties_image_id_fkey" FOREIGN KEY ("image_id") REFERENCES "images" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "image_tags" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "image_id" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    CONSTRAINT "image_tags_image_id_fkey" FOREIGN KEY ("image_id") REFERENCES "images" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "metadef_namespaces" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "namespace" TEXT NOT NULL,
    "display_name" TEXT,
    "description" TEXT,
    "visibility" TEXT,
    "protected" BOOLEAN,
    "owner" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME
);

-- CreateTable
CREATE TABLE "metadef_namespace_resource_types" (
    "resource_type_id" INTEGER NOT NULL,
    "namespace_id" INTEGER NOT NULL,
    "properties_target" TEXT,
    "prefix" TEXT,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME,

    PRIMARY KEY ("resource_type_id", "namespace_id"),
    CONSTRAINT "metadef_namespace_resource_types_namespace_id_fkey" FOREIGN KEY ("namespace_id") REFERENCES "metadef_namespaces" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
    CONSTRAINT "metadef_namespace_resource_types_resource_type_id_fkey" FOREIGN KEY ("resource_type_id") REFERENCES "metadef_resource_types" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "metadef_objects" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "namespace_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "required" TEXT,
    "json_schema" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME,
    CONSTRAINT "metadef_objects_namespace_id_fkey" FOREIGN KEY ("namespace_id") REFERENCES "metadef_namespaces" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "metadef_properties" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "namespace_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "json_schema" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME,
    CONSTRAINT "metadef_properties_namespace_id_fkey" FOREIGN KEY ("namespace_id") REFERENCES "metadef_namespaces" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "metadef_resource_types" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "protected" BOOLEAN NOT NULL DEFAULT false,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME
);

-- CreateTable
CREATE TABLE "metadef_tags" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "namespace_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME,
    CONSTRAINT "metadef_tags_namespace_id_fkey" FOREIGN KEY ("namespace_id") REFERENCES "metadef_namespaces" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "tasks" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "type" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "expires_at" DATETIME,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME,
    "deleted_at" DATETIME,
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    "image_id" TEXT,
    "request_id" TEXT,
    "user_id" TEXT
);

-- CreateTable
CREATE TABLE "task_info" (
    "task_id" TEXT NOT NULL PRIMARY KEY,
    "input" TEXT,
    "result" TEXT,
    "message" TEXT,
    CONSTRAINT "task_info_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "tasks" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateIndex
CREATE INDEX "checksum_image_idx" ON "images"("checksum");

-- CreateIndex
CREATE INDEX "ix_images_deleted" ON "images"("deleted");

-- CreateIndex
CREATE INDEX "owner_image_idx" ON "images"("owner");

-- CreateIndex
CREATE INDEX "created_at_image_idx" ON "images"("created_at");

-- CreateIndex
CREATE INDEX "updated_at_image_idx" ON "images"("updated_at");

-- CreateIndex
CREATE INDEX "visibility_image_idx" ON "images"("visibility");

-- CreateIndex
CREATE INDEX "os_hidden_image_idx" ON "images"("os_hidden");

-- CreateIndex
CREATE INDEX "os_hash_value_image_idx" ON "images"("os_hash_value");

-- CreateIndex
CREATE INDEX "ix_image_locations_deleted" ON "image_locations"("deleted");

-- CreateIndex
CREATE INDEX "ix_image_locations_image_id" ON "image_locations"("image_id");

-- CreateIndex
CREATE INDEX "ix_image_members_deleted" ON "image_members"("deleted");

-- CreateIndex
CREATE INDEX "ix_image_members_image_id" ON "image_members"("image_id");

-- CreateIndex
CREATE INDEX "ix_image_members_image_id_member" ON "image_members"("image_id", "member");

-- CreateIndex
CREATE UNIQUE INDEX "image_members_image_id_member_deleted_at_key" ON "image_members"("image_id", "member", "deleted_at");

-- CreateIndex
CREATE INDEX "ix_image_properties_deleted" ON "image_properties"("deleted");

-- CreateIndex
CREATE INDEX "ix_image_properties_image_id" ON "image_properties"("image_id");

-- CreateIndex
CREATE UNIQUE INDEX "ix_image_properties_image_id_name" ON "image_properties"("image_id", "name");

-- CreateIndex
CREATE INDEX "ix_image_tags_image_id" ON "image_tags"("image_id");

-- CreateIndex
CREATE INDEX "ix_image_tags_image_id_tag_value" ON "image_tags"("image_id", "value");

-- CreateIndex
CREATE UNIQUE INDEX "uq_metadef_namespaces_namespace" ON "metadef_namespaces"("namespace");

-- CreateIndex
CREATE INDEX "ix_metadef_namespaces_owner" ON "metadef_namespaces"("owner");

-- CreateIndex
CREATE INDEX "ix_metadef_ns_res_types_namespace_id" ON "metadef_namespace_resource_types"("namespace_id");

-- CreateIndex
CREATE INDEX "ix_metadef_objects_name" ON "metadef_objects"("name");

-- CreateIndex
CREATE UNIQUE INDEX "uq_metadef_objects_namespace_id_name" ON "metadef_objects"("namespace_id", "name");

-- CreateIndex
CREATE INDEX "ix_metadef_properties_name" ON "metadef_properties"("name");

-- CreateIndex
CREATE UNIQUE INDEX "uq_metadef_properties_namespace_id_name" ON "metadef_properties"("namespace_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "uq_metadef_resource_types_name" ON "metadef_resource_types"("name");

-- CreateIndex
CREATE INDEX "ix_metadef_tags_name" ON "metadef_tags"("name");

-- CreateIndex
CREATE UNIQUE INDEX "uq_metadef_tags_namespace_id_name" ON "metadef_tags"("namespace_id", "name");

-- CreateIndex
CREATE INDEX "ix_tasks_deleted" ON "tasks"("deleted");

-- CreateIndex
CREATE INDEX "ix_tasks_owner" ON "tasks"("owner");

-- CreateIndex
CREATE INDEX "ix_tasks_status" ON "tasks"("status");

-- CreateIndex
CREATE INDEX "ix_tasks_type" ON "tasks"("type");

-- CreateIndex
CREATE INDEX "ix_tasks_updated_at" ON "tasks"("updated_at");

-- CreateIndex
CREATE INDEX "ix_tasks_image_id" ON "tasks"("image_id");
