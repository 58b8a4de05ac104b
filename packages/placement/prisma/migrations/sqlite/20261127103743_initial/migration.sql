-- CreateTable
CREATE TABLE "allocations" (
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "resource_provider_id" INTEGER NOT NULL,
    "consumer_id" TEXT NOT NULL,
    "resource_class_id" INTEGER NOT NULL,
    "used" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "consumer_types" (
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "consumers" (
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "uuid" TEXT NOT NULL,
    "project_id" INTEGER NOT NULL,
    "user_id" INTEGER NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "consumer_type_id" INTEGER,
    CONSTRAINT "consumers_consumer_type_id_fkey" FOREIGN KEY ("consumer_type_id") REFERENCES "consumer_types" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "inventories" (
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "resource_provider_id" INTEGER NOT NULL,
    "resource_class_id" INTEGER NOT NULL,
    "total" INTEGER NOT NULL,
    "reserved" INTEGER NOT NULL,
    "min_unit" INTEGER NOT NULL,
    "max_unit" INTEGER NOT NULL,
    "step_size" INTEGER NOT NULL,
    "allocation_ratio" REAL NOT NULL
);

-- CreateTable
CREATE TABLE "placement_aggregates" (
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "uuid" TEXT
);

-- CreateTable
CREATE TABLE "projects" (
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "external_id" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "resource_classes" (
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "resource_provider_aggregates" (
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "resource_provider_id" INTEGER NOT NULL,
    "aggregate_id" INTEGER NOT NULL,

    PRIMARY KEY ("resource_provider_id", "aggregate_id")
);

-- CreateTable
CREATE TABLE "resource_provider_traits" (
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "trait_id" INTEGER NOT NULL,
    "resource_provider_id" INTEGER NOT NULL,

    PRIMARY KEY ("trait_id", "resource_provider_id"),
    CONSTRAINT "resource_provider_traits_trait_id_fkey" FOREIGN KEY ("trait_id") REFERENCES "traits" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
    CONSTRAINT "resource_provider_traits_resource_provider_id_fkey" FOREIGN KEY ("resource_provider_id") REFERENCES "resource_providers" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "resource_providers" (
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "uuid" TEXT NOT NULL,
    "name" TEXT,
    "generation" INTEGER,
    "root_provider_id" INTEGER,
    "parent_provider_id" INTEGER,
    CONSTRAINT "resource_providers_root_provider_id_fkey" FOREIGN KEY ("root_provider_id") REFERENCES "resource_providers" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
    CONSTRAINT "resource_providers_parent_provider_id_fkey" FOREIGN KEY ("parent_provider_id") REFERENCES "resource_providers" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "traits" (
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "users" (
    "created_at" DATETIME,
    "updated_at" DATETIME,
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "external_id" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "allocations_consumer_id_idx" ON "allocations"("consumer_id");

-- CreateIndex
CREATE INDEX "allocations_resource_class_id_idx" ON "allocations"("resource_class_id");

-- CreateIndex
CREATE INDEX "allocations_resource_provider_class_used_idx" ON "allocations"("resource_provider_id", "resource_class_id", "used");

-- CreateIndex
CREATE UNIQUE INDEX "uniq_consumer_types0name" ON "consumer_types"("name");

-- CreateIndex
CREATE UNIQUE INDEX "uniq_consumers0uuid" ON "consumers"("uuid");

-- CreateIndex
CREATE INDEX "consumers_consumer_type_id_idx" ON "consumers"("consumer_type_id");

-- CreateIndex
CREATE INDEX "consumers_project_id_user_id_uuid_idx" ON "consumers"("project_id", "user_id", "uuid");

-- CreateIndex
CREATE INDEX "consumers_project_id_uuid_idx" ON "consumers"("project_id", "uuid");

-- CreateIndex
CREATE INDEX "inventories_resource_class_id_idx" ON "inventories"("resource_class_id");

-- CreateIndex
CREATE INDEX "inventories_resource_provider_id_idx" ON "inventories"("resource_provider_id");

-- CreateIndex
CREATE INDEX "inventories_resource_provider_resource_class_idx" ON "inventories"("resource_provider_id", "resource_class_id");

-- CreateIndex
CREATE UNIQUE INDEX "uniq_inventories0resource_provider_resource_class" ON "inventories"("resource_provider_id", "resource_class_id");

-- CreateIndex
CREATE UNIQUE INDEX "uniq_placement_aggregates0uuid" ON "placement_aggregates"("uuid");

-- CreateIndex
CREATE INDEX "ix_placement_aggregates_uuid" ON "placement_aggregates"("uuid");

-- CreateIndex
CREATE UNIQUE INDEX "uniq_projects0external_id" ON "projects"("external_id");

-- CreateIndex
CREATE UNIQUE INDEX "uniq_resource_classes0name" ON "resource_classes"("name");

-- CreateIndex
CREATE INDEX "resource_provider_aggregates_aggregate_id_idx" ON "resource_provider_aggregates"("aggregate_id");

-- CreateIndex
CREATE INDEX "resource_provider_traits_resource_provider_trait_idx" ON "resource_provider_traits"("resource_provider_id", "trait_id");

-- CreateIndex
CREATE UNIQUE INDEX "uniq_resource_providers0uuid" ON "resource_providers"("uuid");

-- CreateIndex
CREATE UNIQUE INDEX "uniq_resource_providers0name" ON "resource_providers"("name");

-- CreateIndex
CREATE INDEX "resource_providers_name_idx" ON "resource_providers"("name");

-- CreateIndex
CREATE INDEX "resource_providers_parent_provider_id_idx" ON "resource_providers"("parent_provider_id");

-- CreateIndex
CREATE INDEX "resource_providers_root_provider_id_idx" ON "resource_providers"("root_provider_id");

-- CreateIndex
CREATE INDEX "resource_providers_uuid_idx" ON "resource_providers"("uuid");

-- CreateIndex
CREATE UNIQUE INDEX "uniq_traits0name" ON "traits"("name");

-- CreateIndex
CREATE UNIQUE INDEX "uniq_users0external_id" ON "users"("external_id");
