CREATE TABLE `allocations` (
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `id` INT NOT NULL AUTO_INCREMENT,
  `resource_provider_id` INT NOT NULL,
  `consumer_id` VARCHAR(36) NOT NULL,
  `resource_class_id` INT NOT NULL,
  `used` INT NOT NULL,
  PRIMARY KEY (`id`),
  INDEX `allocations_consumer_id_idx` (`consumer_id`),
  INDEX `allocations_resource_class_id_idx` (`resource_class_id`),
  INDEX `allocations_resource_provider_class_used_idx` (`resource_provider_id`, `resource_class_id`, `used`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `consumer_types` (
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `id` INT NOT NULL AUTO_INCREMENT,
  `name` VARCHAR(255) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `uniq_consumer_types0name` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `consumers` (
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `id` INT NOT NULL AUTO_INCREMENT,
  `uuid` VARCHAR(36) NOT NULL,
  `project_id` INT NOT NULL,
  `user_id` INT NOT NULL,
  `generation` INT NOT NULL DEFAULT 0,
  `consumer_type_id` INT NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `uniq_consumers0uuid` (`uuid`),
  INDEX `consumers_consumer_type_id_idx` (`consumer_type_id`),
  INDEX `consumers_project_id_user_id_uuid_idx` (`project_id`, `user_id`, `uuid`),
  INDEX `consumers_project_id_uuid_idx` (`project_id`, `uuid`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `inventories` (
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `id` INT NOT NULL AUTO_INCREMENT,
  `resource_provider_id` INT NOT NULL,
  `resource_class_id` INT NOT NULL,
  `total` INT NOT NULL,
  `reserved` INT NOT NULL,
  `min_unit` INT NOT NULL,
  `max_unit` INT NOT NULL,
  `step_size` INT NOT NULL,
  `allocation_ratio` FLOAT NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `uniq_inventories0resource_provider_resource_class` (`resource_provider_id`, `resource_class_id`),
  INDEX `inventories_resource_class_id_idx` (`resource_class_id`),
  INDEX `inventories_resource_provider_id_idx` (`resource_provider_id`),
  INDEX `inventories_resource_provider_resource_class_idx` (`resource_provider_id`, `resource_class_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `placement_aggregates` (
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `id` INT NOT NULL AUTO_INCREMENT,
  `uuid` VARCHAR(36) NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `uniq_placement_aggregates0uuid` (`uuid`),
  INDEX `ix_placement_aggregates_uuid` (`uuid`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `projects` (
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `id` INT NOT NULL AUTO_INCREMENT,
  `external_id` VARCHAR(255) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `uniq_projects0external_id` (`external_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `resource_classes` (
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `id` INT NOT NULL AUTO_INCREMENT,
  `name` VARCHAR(255) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `uniq_resource_classes0name` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `resource_provider_aggregates` (
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `resource_provider_id` INT NOT NULL,
  `aggregate_id` INT NOT NULL,
  PRIMARY KEY (`resource_provider_id`, `aggregate_id`),
  INDEX `resource_provider_aggregates_aggregate_id_idx` (`aggregate_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `resource_provider_traits` (
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `trait_id` INT NOT NULL,
  `resource_provider_id` INT NOT NULL,
  PRIMARY KEY (`trait_id`, `resource_provider_id`),
  INDEX `resource_provider_traits_resource_provider_trait_idx` (`resource_provider_id`, `trait_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `resource_providers` (
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `id` INT NOT NULL AUTO_INCREMENT,
  `uuid` VARCHAR(36) NOT NULL,
  `name` VARCHAR(200) NULL,
  `generation` INT NULL,
  `root_provider_id` INT NULL,
  `parent_provider_id` INT NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `uniq_resource_providers0uuid` (`uuid`),
  UNIQUE INDEX `uniq_resource_providers0name` (`name`),
  INDEX `resource_providers_name_idx` (`name`),
  INDEX `resource_providers_parent_provider_id_idx` (`parent_provider_id`),
  INDEX `resource_providers_root_provider_id_idx` (`root_provider_id`),
  INDEX `resource_providers_uuid_idx` (`uuid`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `traits` (
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `id` INT NOT NULL AUTO_INCREMENT,
  `name` VARCHAR(255) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `uniq_traits0name` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `users` (
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `id` INT NOT NULL AUTO_INCREMENT,
  `external_id` VARCHAR(255) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `uniq_users0external_id` (`external_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

ALTER TABLE `consumers`
  ADD CONSTRAINT `consumers_consumer_type_id_fkey` FOREIGN KEY (`consumer_type_id`) REFERENCES `consumer_types` (`id`);

ALTER TABLE `resource_provider_traits`
  ADD CONSTRAINT `resource_provider_traits_ibfk_2` FOREIGN KEY (`trait_id`) REFERENCES `traits` (`id`);

ALTER TABLE `resource_provider_traits`
  ADD CONSTRAINT `resource_provider_traits_ibfk_1` FOREIGN KEY (`resource_provider_id`) REFERENCES `resource_providers` (`id`);

ALTER TABLE `resource_providers`
  ADD CONSTRAINT `resource_providers_ibfk_2` FOREIGN KEY (`root_provider_id`) REFERENCES `resource_providers` (`id`);

ALTER TABLE `resource_providers`
  ADD CONSTRAINT `resource_providers_ibfk_1` FOREIGN KEY (`parent_provider_id`) REFERENCES `resource_providers` (`id`);
