CREATE TABLE `images` (
  `id` VARCHAR(36) NOT NULL,
  `name` VARCHAR(255) NULL,
  `size` BIGINT NULL,
  `status` VARCHAR(30) NOT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NOT NULL DEFAULT 0,
  `disk_format` VARCHAR(20) NULL,
  `container_format` VARCHAR(20) NULL,
  `checksum` VARCHAR(32) NULL,
  `owner` VARCHAR(255) NULL,
  `min_disk` INT NOT NULL DEFAULT 0,
  `min_ram` INT NOT NULL DEFAULT 0,
  `protected` TINYINT(1) NOT NULL DEFAULT 0,
  `virtual_size` BIGINT NULL,
  `visibility` ENUM('private', 'public', 'shared', 'community') NOT NULL DEFAULT 'shared',
  `os_hidden` TINYINT(1) NOT NULL DEFAULT 0,
  `os_hash_algo` VARCHAR(64) NULL,
  `os_hash_value` VARCHAR(128) NULL,
  PRIMARY KEY (`id`),
  INDEX `checksum_image_idx` (`checksum`),
  INDEX `ix_images_deleted` (`deleted`),
  INDEX `owner_image_idx` (`owner`),
  INDEX `created_at_image_idx` (`created_at`),
  INDEX `updated_at_image_idx` (`updated_at`),
  INDEX `visibility_image_idx` (`visibility`),
  INDEX `os_hidden_image_idx` (`os_hidden`),
  INDEX `os_hash_value_image_idx` (`os_hash_value`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `image_locations` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `image_id` VARCHAR(36) NOT NULL,
  `value` TEXT NOT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NOT NULL DEFAULT 0,
  `meta_data` TEXT NULL,
  `status` VARCHAR(30) NOT NULL DEFAULT 'active',
  PRIMARY KEY (`id`),
  INDEX `ix_image_locations_deleted` (`deleted`),
  INDEX `ix_image_locations_image_id` (`image_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `image_members` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `image_id` VARCHAR(36) NOT NULL,
  `member` VARCHAR(255) NOT NULL,
  `can_share` TINYINT(1) NOT NULL DEFAULT 0,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NOT NULL DEFAULT 0,
  `status` VARCHAR(20) NOT NULL DEFAULT 'pending',
  PRIMARY KEY (`id`),
  UNIQUE INDEX `image_members_image_id_member_deleted_at_key` (`image_id`, `member`, `deleted_at`),
  INDEX `ix_image_members_deleted` (`deleted`),
  INDEX `ix_image_members_image_id` (`image_id`),
  INDEX `ix_image_members_image_id_member` (`image_id`, `member`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `image_properties` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `image_id` VARCHAR(36) NOT NULL,
  `name` VARCHAR(255) NOT NULL,
  `value` TEXT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `ix_image_properties_image_id_name` (`image_id`, `name`),
  INDEX `ix_image_properties_deleted` (`deleted`),
  INDEX `ix_image_properties_image_id` (`image_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `image_tags` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `image_id` VARCHAR(36) NOT NULL,
  `value` VARCHAR(255) NOT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  INDEX `ix_image_tags_image_id` (`image_id`),
  INDEX `ix_image_tags_image_id_tag_value` (`image_id`, `value`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `metadef_namespaces` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `namespace` VARCHAR(80) NOT NULL,
  `display_name` VARCHAR(80) NULL,
  `description` TEXT NULL,
  `visibility` VARCHAR(32) NULL,
  `protected` TINYINT(1) NULL,
  `owner` VARCHAR(255) NOT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `uq_metadef_namespaces_namespace` (`namespace`),
  INDEX `ix_metadef_namespaces_owner` (`owner`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `metadef_namespace_resource_types` (
  `resource_type_id` INT NOT NULL,
  `namespace_id` INT NOT NULL,
  `properties_target` VARCHAR(80) NULL,
  `prefix` VARCHAR(80) NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`resource_type_id`, `namespace_id`),
  INDEX `ix_metadef_ns_res_types_namespace_id` (`namespace_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `metadef_objects` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `namespace_id` INT NOT NULL,
  `name` VARCHAR(80) NOT NULL,
  `description` TEXT NULL,
  `required` TEXT NULL,
  `json_schema` TEXT NOT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `uq_metadef_objects_namespace_id_name` (`namespace_id`, `name`),
  INDEX `ix_metadef_objects_name` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `metadef_properties` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `namespace_id` INT NOT NULL,
  `name` VARCHAR(80) NOT NULL,
  `json_schema` TEXT NOT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `uq_metadef_properties_namespace_id_name` (`namespace_id`, `name`),
  INDEX `ix_metadef_properties_name` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `metadef_resource_types` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `name` VARCHAR(80) NOT NULL,
  `protected` TINYINT(1) NOT NULL DEFAULT 0,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `uq_metadef_resource_types_name` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `metadef_tags` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `namespace_id` INT NOT NULL,
  `name` VARCHAR(80) NOT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `uq_metadef_tags_namespace_id_name` (`namespace_id`, `name`),
  INDEX `ix_metadef_tags_name` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `tasks` (
  `id` VARCHAR(36) NOT NULL,
  `type` VARCHAR(30) NOT NULL,
  `status` VARCHAR(30) NOT NULL,
  `owner` VARCHAR(255) NOT NULL,
  `expires_at` DATETIME NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NOT NULL DEFAULT 0,
  `image_id` VARCHAR(36) NULL,
  `request_id` VARCHAR(64) NULL,
  `user_id` VARCHAR(64) NULL,
  PRIMARY KEY (`id`),
  INDEX `ix_tasks_deleted` (`deleted`),
  INDEX `ix_tasks_owner` (`owner`),
  INDEX `ix_tasks_status` (`status`),
  INDEX `ix_tasks_type` (`type`),
  INDEX `ix_tasks_updated_at` (`updated_at`),
  INDEX `ix_tasks_image_id` (`image_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `task_info` (
  `task_id` VARCHAR(36) NOT NULL,
  `input` TEXT NULL,
  `result` TEXT NULL,
  `message` TEXT NULL,
  PRIMARY KEY (`task_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

ALTER TABLE `image_locations`
  ADD CONSTRAINT `image_locations_ibfk_1` FOREIGN KEY (`image_id`) REFERENCES `images` (`id`);

ALTER TABLE `image_members`
  ADD CONSTRAINT `image_members_ibfk_1` FOREIGN KEY (`image_id`) REFERENCES `images` (`id`);

ALTER TABLE `image_properties`
  ADD CONSTRAINT `image_properties_ibfk_1` FOREIGN KEY (`image_id`) REFERENCES `images` (`id`);

ALTER TABLE `image_tags`
  ADD CONSTRAINT `image_tags_ibfk_1` FOREIGN KEY (`image_id`) REFERENCES `images` (`id`);

ALTER TABLE `metadef_namespace_resource_types`
  ADD CONSTRAINT `metadef_namespace_resource_types_ibfk_1` FOREIGN KEY (`namespace_id`) REFERENCES `metadef_namespaces` (`id`);

ALTER TABLE `metadef_namespace_resource_types`
  ADD CONSTRAINT `metadef_namespace_resource_types_ibfk_2` FOREIGN KEY (`resource_type_id`) REFERENCES `metadef_resource_types` (`id`);

ALTER TABLE `metadef_objects`
  ADD CONSTRAINT `metadef_objects_ibfk_1` FOREIGN KEY (`namespace_id`) REFERENCES `metadef_namespaces` (`id`);

ALTER TABLE `metadef_properties`
  ADD CONSTRAINT `metadef_properties_ibfk_1` FOREIGN KEY (`namespace_id`) REFERENCES `metadef_namespaces` (`id`);

ALTER TABLE `metadef_tags`
  ADD CONSTRAINT `metadef_tags_ibfk_1` FOREIGN KEY (`namespace_id`) REFERENCES `metadef_namespaces` (`id`);

ALTER TABLE `task_info`
  ADD CONSTRAINT `task_info_ibfk_1` FOREIGN KEY (`task_id`) REFERENCES `tasks` (`id`);
