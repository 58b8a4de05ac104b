CREATE TABLE `aggregate_hosts` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `host` VARCHAR(255) NULL,
  `aggregate_id` INT NOT NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `aggregate_hosts_host_aggregate_id_key` (`host`, `aggregate_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `aggregate_metadata` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `key` VARCHAR(255) NOT NULL,
  `value` VARCHAR(255) NOT NULL,
  `aggregate_id` INT NOT NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `aggregate_metadata_aggregate_id_key_key` (`aggregate_id`, `key`),
  INDEX `aggregate_metadata_key_idx` (`key`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `aggregates` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `uuid` VARCHAR(36) NULL,
  `name` VARCHAR(255) NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `aggregates_name_key` (`name`),
  INDEX `aggregates_uuid_idx` (`uuid`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `build_requests` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `instance_uuid` VARCHAR(36) NULL,
  `project_id` VARCHAR(255) NOT NULL,
  `instance` MEDIUMTEXT NULL,
  `block_device_mappings` MEDIUMTEXT NULL,
  `tags` TEXT NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `build_requests_instance_uuid_key` (`instance_uuid`),
  INDEX `build_requests_project_id_idx` (`project_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `cell_mappings` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `uuid` VARCHAR(36) NOT NULL,
  `name` VARCHAR(255) NULL,
  `transport_url` TEXT NULL,
  `database_connection` TEXT NULL,
  `disabled` TINYINT(1) NULL DEFAULT 0,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `cell_mappings_uuid_key` (`uuid`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `flavor_extra_specs` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `key` VARCHAR(255) NOT NULL,
  `value` VARCHAR(255) NULL,
  `flavor_id` INT NOT NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `flavor_extra_specs_flavor_id_key_key` (`flavor_id`, `key`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `flavor_projects` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `flavor_id` INT NOT NULL,
  `project_id` VARCHAR(255) NOT NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `flavor_projects_flavor_id_project_id_key` (`flavor_id`, `project_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `flavors` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `name` VARCHAR(255) NOT NULL,
  `memory_mb` INT NOT NULL,
  `vcpus` INT NOT NULL,
  `root_gb` INT NULL,
  `ephemeral_gb` INT NULL,
  `flavorid` VARCHAR(255) NOT NULL,
  `swap` INT NOT NULL DEFAULT 0,
  `rxtx_factor` FLOAT NULL DEFAULT 1,
  `vcpu_weight` INT NULL,
  `disabled` TINYINT(1) NULL DEFAULT 0,
  `is_public` TINYINT(1) NULL DEFAULT 1,
  `description` TEXT NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `flavors_flavorid_key` (`flavorid`),
  UNIQUE INDEX `flavors_name_key` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `host_mappings` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `cell_id` INT NOT NULL,
  `host` VARCHAR(255) NOT NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `host_mappings_host_key` (`host`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `instance_group_member` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `instance_uuid` VARCHAR(255) NULL,
  `group_id` INT NOT NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`id`),
  INDEX `instance_group_member_instance_uuid_idx` (`instance_uuid`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `instance_group_policy` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `policy` VARCHAR(255) NULL,
  `group_id` INT NOT NULL,
  `rules` TEXT NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`id`),
  INDEX `instance_group_policy_policy_idx` (`policy`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `instance_groups` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `user_id` VARCHAR(255) NULL,
  `project_id` VARCHAR(255) NULL,
  `uuid` VARCHAR(36) NOT NULL,
  `name` VARCHAR(255) NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `instance_groups_uuid_key` (`uuid`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `instance_mappings` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `instance_uuid` VARCHAR(36) NOT NULL,
  `cell_id` INT NULL,
  `project_id` VARCHAR(255) NOT NULL,
  `user_id` VARCHAR(255) NULL,
  `queued_for_delete` TINYINT(1) NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `instance_mappings_instance_uuid_key` (`instance_uuid`),
  INDEX `instance_mappings_project_id_idx` (`project_id`),
  INDEX `instance_mappings_user_id_project_id_idx` (`user_id`, `project_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `key_pairs` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `name` VARCHAR(255) NOT NULL,
  `user_id` VARCHAR(255) NOT NULL,
  `fingerprint` VARCHAR(255) NULL,
  `public_key` TEXT NULL,
  `type` ENUM('ssh', 'x509') NOT NULL DEFAULT 'ssh',
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `key_pairs_user_id_name_key` (`user_id`, `name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `project_user_quotas` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `project_id` VARCHAR(255) NOT NULL,
  `user_id` VARCHAR(255) NOT NULL,
  `resource` VARCHAR(255) NOT NULL,
  `hard_limit` INT NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `project_user_quotas_user_id_project_id_resource_key` (`user_id`, `project_id`, `resource`),
  INDEX `project_user_quotas_project_id_idx` (`project_id`),
  INDEX `project_user_quotas_user_id_idx` (`user_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `quota_classes` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `class_name` VARCHAR(255) NULL,
  `resource` VARCHAR(255) NULL,
  `hard_limit` INT NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`id`),
  INDEX `quota_classes_class_name_idx` (`class_name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `quotas` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `project_id` VARCHAR(255) NULL,
  `resource` VARCHAR(255) NOT NULL,
  `hard_limit` INT NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `quotas_project_id_resource_key` (`project_id`, `resource`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `request_specs` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `instance_uuid` VARCHAR(36) NOT NULL,
  `spec` MEDIUMTEXT NOT NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `request_specs_instance_uuid_key` (`instance_uuid`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
