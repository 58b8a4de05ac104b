CREATE TABLE `attachment_specs` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `attachment_id` VARCHAR(36) NOT NULL,
  `key` VARCHAR(255) NULL,
  `value` VARCHAR(255) NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  INDEX `ix_attachment_specs_attachment_id` (`attachment_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `backups` (
  `id` VARCHAR(36) NOT NULL,
  `volume_id` VARCHAR(36) NOT NULL,
  `user_id` VARCHAR(255) NULL,
  `project_id` VARCHAR(255) NULL,
  `host` VARCHAR(255) NULL,
  `availability_zone` VARCHAR(255) NULL,
  `display_name` VARCHAR(255) NULL,
  `display_description` VARCHAR(255) NULL,
  `container` VARCHAR(255) NULL,
  `status` VARCHAR(255) NULL,
  `fail_reason` VARCHAR(255) NULL,
  `service_metadata` VARCHAR(255) NULL,
  `service` VARCHAR(255) NULL,
  `size` INT NULL,
  `object_count` INT NULL,
  `parent_id` VARCHAR(36) NULL,
  `temp_volume_id` VARCHAR(36) NULL,
  `temp_snapshot_id` VARCHAR(36) NULL,
  `num_dependent_backups` INT NULL,
  `snapshot_id` VARCHAR(36) NULL,
  `data_timestamp` DATETIME NULL,
  `restore_volume_id` VARCHAR(36) NULL,
  `encryption_key_id` VARCHAR(36) NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `backup_metadata` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `backup_id` VARCHAR(36) NOT NULL,
  `key` VARCHAR(255) NULL,
  `value` VARCHAR(255) NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  INDEX `ix_backup_metadata_backup_id` (`backup_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `cgsnapshots` (
  `id` VARCHAR(36) NOT NULL,
  `consistencygroup_id` VARCHAR(36) NOT NULL,
  `user_id` VARCHAR(255) NULL,
  `project_id` VARCHAR(255) NULL,
  `name` VARCHAR(255) NULL,
  `description` VARCHAR(255) NULL,
  `status` VARCHAR(255) NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  INDEX `ix_cgsnapshots_consistencygroup_id` (`consistencygroup_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `clusters` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `name` VARCHAR(255) NOT NULL,
  `binary` VARCHAR(255) NOT NULL,
  `disabled` TINYINT(1) NULL DEFAULT 0,
  `disabled_reason` VARCHAR(255) NULL,
  `race_preventer` INT NOT NULL DEFAULT 0,
  `replication_status` VARCHAR(36) NULL DEFAULT 'not-capable',
  `active_backend_id` VARCHAR(255) NULL,
  `frozen` TINYINT(1) NOT NULL DEFAULT 0,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `name` (`name`, `binary`, `race_preventer`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `consistencygroups` (
  `id` VARCHAR(36) NOT NULL,
  `user_id` VARCHAR(255) NULL,
  `project_id` VARCHAR(255) NULL,
  `host` VARCHAR(255) NULL,
  `availability_zone` VARCHAR(255) NULL,
  `name` VARCHAR(255) NULL,
  `description` VARCHAR(255) NULL,
  `volume_type_id` VARCHAR(255) NULL,
  `status` VARCHAR(255) NULL,
  `cgsnapshot_id` VARCHAR(36) NULL,
  `source_cgid` VARCHAR(36) NULL,
  `cluster_name` VARCHAR(255) NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `default_volume_types` (
  `project_id` VARCHAR(255) NOT NULL,
  `volume_type_id` VARCHAR(36) NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`project_id`),
  INDEX `ix_default_volume_types_volume_type_id` (`volume_type_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `driver_initiator_data` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `initiator` VARCHAR(255) NOT NULL,
  `namespace` VARCHAR(255) NOT NULL,
  `key` VARCHAR(255) NOT NULL,
  `value` VARCHAR(255) NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `initiator` (`initiator`, `namespace`, `key`),
  INDEX `ix_driver_initiator_data_initiator` (`initiator`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `encryption` (
  `encryption_id` VARCHAR(36) NOT NULL,
  `cipher` VARCHAR(255) NULL,
  `control_location` VARCHAR(255) NOT NULL,
  `key_size` INT NULL,
  `provider` VARCHAR(255) NOT NULL,
  `volume_type_id` VARCHAR(36) NOT NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`encryption_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `groups` (
  `id` VARCHAR(36) NOT NULL,
  `user_id` VARCHAR(255) NULL,
  `project_id` VARCHAR(255) NULL,
  `cluster_name` VARCHAR(255) NULL,
  `host` VARCHAR(255) NULL,
  `availability_zone` VARCHAR(255) NULL,
  `name` VARCHAR(255) NULL,
  `description` VARCHAR(255) NULL,
  `group_type_id` VARCHAR(36) NULL,
  `status` VARCHAR(255) NULL,
  `group_snapshot_id` VARCHAR(36) NULL,
  `source_group_id` VARCHAR(36) NULL,
  `replication_status` VARCHAR(255) NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `group_snapshots` (
  `id` VARCHAR(36) NOT NULL,
  `group_id` VARCHAR(36) NOT NULL,
  `user_id` VARCHAR(255) NULL,
  `project_id` VARCHAR(255) NULL,
  `name` VARCHAR(255) NULL,
  `description` VARCHAR(255) NULL,
  `status` VARCHAR(255) NULL,
  `group_type_id` VARCHAR(36) NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  INDEX `ix_group_snapshots_group_id` (`group_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `group_types` (
  `id` VARCHAR(36) NOT NULL,
  `name` VARCHAR(255) NOT NULL,
  `description` VARCHAR(255) NULL,
  `is_public` TINYINT(1) NULL DEFAULT 1,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `group_type_projects` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `group_type_id` VARCHAR(36) NULL,
  `project_id` VARCHAR(255) NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `group_type_id` (`group_type_id`, `project_id`, `deleted`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `group_type_specs` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `key` VARCHAR(255) NULL,
  `value` VARCHAR(255) NULL,
  `group_type_id` VARCHAR(36) NOT NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  INDEX `ix_group_type_specs_group_type_id` (`group_type_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `group_volume_type_mapping` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `volume_type_id` VARCHAR(36) NOT NULL,
  `group_id` VARCHAR(36) NOT NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  INDEX `ix_group_volume_type_mapping_group_id` (`group_id`),
  INDEX `ix_group_volume_type_mapping_volume_type_id` (`volume_type_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `image_volume_cache_entries` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `image_updated_at` DATETIME NULL,
  `host` VARCHAR(255) NOT NULL,
  `image_id` VARCHAR(36) NOT NULL,
  `volume_id` VARCHAR(36) NOT NULL,
  `size` INT NOT NULL,
  `last_used` DATETIME NOT NULL,
  `cluster_name` VARCHAR(255) NULL,
  PRIMARY KEY (`id`),
  INDEX `ix_image_volume_cache_entries_host` (`host`),
  INDEX `ix_image_volume_cache_entries_image_id` (`image_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `messages` (
  `id` VARCHAR(36) NOT NULL,
  `project_id` VARCHAR(255) NOT NULL,
  `request_id` VARCHAR(255) NULL,
  `resource_type` VARCHAR(36) NULL,
  `resource_uuid` VARCHAR(255) NULL,
  `event_id` VARCHAR(255) NOT NULL,
  `message_level` VARCHAR(255) NOT NULL,
  `expires_at` DATETIME NULL,
  `detail_id` VARCHAR(10) NULL,
  `action_id` VARCHAR(10) NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  INDEX `ix_messages_expires_at` (`expires_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `quality_of_service_specs` (
  `id` VARCHAR(36) NOT NULL,
  `specs_id` VARCHAR(36) NULL,
  `key` VARCHAR(255) NULL,
  `value` VARCHAR(255) NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  INDEX `ix_quality_of_service_specs_specs_id` (`specs_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `quotas` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `project_id` VARCHAR(255) NULL,
  `resource` VARCHAR(255) NOT NULL,
  `hard_limit` INT NULL,
  `allocated` INT NULL DEFAULT 0,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `quota_classes` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `class_name` VARCHAR(255) NULL,
  `resource` VARCHAR(255) NULL,
  `hard_limit` INT NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  INDEX `ix_quota_classes_class_name` (`class_name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `quota_usages` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `project_id` VARCHAR(255) NULL,
  `resource` VARCHAR(300) NULL,
  `in_use` INT NOT NULL,
  `reserved` INT NOT NULL,
  `until_refresh` INT NULL,
  `race_preventer` TINYINT(1) NULL DEFAULT 1,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `project_id` (`project_id`, `resource`, `race_preventer`),
  INDEX `ix_quota_usages_project_id` (`project_id`),
  INDEX `quota_usage_project_resource_idx` (`project_id`, `resource`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `reservations` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `uuid` VARCHAR(36) NOT NULL,
  `usage_id` INT NULL,
  `project_id` VARCHAR(255) NULL,
  `resource` VARCHAR(255) NULL,
  `delta` INT NOT NULL,
  `expire` DATETIME NULL,
  `allocated_id` INT NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  INDEX `ix_reservations_allocated_id` (`allocated_id`),
  INDEX `ix_reservations_project_id` (`project_id`),
  INDEX `ix_reservations_usage_id` (`usage_id`),
  INDEX `reservations_deleted_expire_idx` (`deleted`, `expire`),
  INDEX `reservations_deleted_uuid_idx` (`deleted`, `uuid`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `services` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `host` VARCHAR(255) NULL,
  `binary` VARCHAR(255) NULL,
  `topic` VARCHAR(255) NULL,
  `report_count` INT NOT NULL DEFAULT 0,
  `disabled` TINYINT(1) NULL DEFAULT 0,
  `availability_zone` VARCHAR(255) NULL DEFAULT 'cinder',
  `disabled_reason` VARCHAR(255) NULL,
  `modified_at` DATETIME NULL,
  `rpc_current_version` VARCHAR(36) NULL,
  `object_current_version` VARCHAR(36) NULL,
  `replication_status` VARCHAR(36) NULL DEFAULT 'not-capable',
  `frozen` TINYINT(1) NULL DEFAULT 0,
  `active_backend_id` VARCHAR(255) NULL,
  `cluster_name` VARCHAR(255) NULL,
  `uuid` VARCHAR(36) NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `services_uuid_idx` (`uuid`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `snapshots` (
  `id` VARCHAR(36) NOT NULL,
  `volume_id` VARCHAR(36) NOT NULL,
  `user_id` VARCHAR(255) NULL,
  `project_id` VARCHAR(255) NULL,
  `status` VARCHAR(255) NULL,
  `progress` VARCHAR(255) NULL,
  `volume_size` INT NULL,
  `scheduled_at` DATETIME NULL,
  `display_name` VARCHAR(255) NULL,
  `display_description` VARCHAR(255) NULL,
  `provider_location` VARCHAR(255) NULL,
  `encryption_key_id` VARCHAR(36) NULL,
  `volume_type_id` VARCHAR(36) NOT NULL,
  `cgsnapshot_id` VARCHAR(36) NULL,
  `provider_id` VARCHAR(255) NULL,
  `provider_auth` VARCHAR(255) NULL,
  `group_snapshot_id` VARCHAR(36) NULL,
  `use_quota` TINYINT(1) NULL DEFAULT 1,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  INDEX `ix_snapshots_cgsnapshot_id` (`cgsnapshot_id`),
  INDEX `ix_snapshots_group_snapshot_id` (`group_snapshot_id`),
  INDEX `ix_snapshots_volume_id` (`volume_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `snapshot_metadata` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `snapshot_id` VARCHAR(36) NOT NULL,
  `key` VARCHAR(255) NULL,
  `value` VARCHAR(255) NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  INDEX `ix_snapshot_metadata_snapshot_id` (`snapshot_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `transfers` (
  `id` VARCHAR(36) NOT NULL,
  `volume_id` VARCHAR(36) NOT NULL,
  `display_name` VARCHAR(255) NULL,
  `salt` VARCHAR(255) NULL,
  `crypt_hash` VARCHAR(255) NULL,
  `expires_at` DATETIME NULL,
  `no_snapshots` TINYINT(1) NULL DEFAULT 0,
  `source_project_id` VARCHAR(255) NULL,
  `destination_project_id` VARCHAR(255) NULL,
  `accepted` TINYINT(1) NULL DEFAULT 0,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  INDEX `ix_transfers_volume_id` (`volume_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `volumes` (
  `id` VARCHAR(36) NOT NULL,
  `ec2_id` VARCHAR(255) NULL,
  `user_id` VARCHAR(255) NULL,
  `project_id` VARCHAR(255) NULL,
  `host` VARCHAR(255) NULL,
  `size` INT NULL,
  `availability_zone` VARCHAR(255) NULL,
  `status` VARCHAR(255) NULL,
  `attach_status` VARCHAR(255) NULL,
  `scheduled_at` DATETIME NULL,
  `launched_at` DATETIME NULL,
  `terminated_at` DATETIME NULL,
  `display_name` VARCHAR(255) NULL,
  `display_description` VARCHAR(255) NULL,
  `provider_location` VARCHAR(256) NULL,
  `provider_auth` VARCHAR(256) NULL,
  `snapshot_id` VARCHAR(36) NULL,
  `volume_type_id` VARCHAR(36) NOT NULL,
  `source_volid` VARCHAR(36) NULL,
  `bootable` TINYINT(1) NULL DEFAULT 0,
  `provider_geometry` VARCHAR(255) NULL,
  `_name_id` VARCHAR(36) NULL,
  `encryption_key_id` VARCHAR(36) NULL,
  `migration_status` VARCHAR(255) NULL,
  `replication_status` VARCHAR(255) NULL,
  `replication_extended_status` VARCHAR(255) NULL,
  `replication_driver_data` VARCHAR(255) NULL,
  `consistencygroup_id` VARCHAR(36) NULL,
  `provider_id` VARCHAR(255) NULL,
  `multiattach` TINYINT(1) NULL DEFAULT 0,
  `previous_status` VARCHAR(255) NULL,
  `cluster_name` VARCHAR(255) NULL,
  `group_id` VARCHAR(36) NULL,
  `service_uuid` VARCHAR(36) NULL,
  `shared_targets` TINYINT(1) NULL DEFAULT 1,
  `use_quota` TINYINT(1) NULL DEFAULT 1,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  INDEX `ix_volumes_consistencygroup_id` (`consistencygroup_id`),
  INDEX `ix_volumes_group_id` (`group_id`),
  INDEX `volumes_service_uuid_idx` (`service_uuid`, `deleted`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `volume_admin_metadata` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `volume_id` VARCHAR(36) NOT NULL,
  `key` VARCHAR(255) NULL,
  `value` VARCHAR(255) NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  INDEX `ix_volume_admin_metadata_volume_id` (`volume_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `volume_attachment` (
  `id` VARCHAR(36) NOT NULL,
  `volume_id` VARCHAR(36) NOT NULL,
  `attached_host` VARCHAR(255) NULL,
  `instance_uuid` VARCHAR(36) NULL,
  `mountpoint` VARCHAR(255) NULL,
  `attach_time` DATETIME NULL,
  `detach_time` DATETIME NULL,
  `attach_mode` VARCHAR(36) NULL,
  `attach_status` VARCHAR(255) NULL,
  `connection_info` TEXT NULL,
  `connector` TEXT NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  INDEX `ix_volume_attachment_volume_id` (`volume_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `volume_glance_metadata` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `volume_id` VARCHAR(36) NULL,
  `snapshot_id` VARCHAR(36) NULL,
  `key` VARCHAR(255) NULL,
  `value` TEXT NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  INDEX `ix_volume_glance_metadata_snapshot_id` (`snapshot_id`),
  INDEX `ix_volume_glance_metadata_volume_id` (`volume_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `volume_metadata` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `volume_id` VARCHAR(36) NOT NULL,
  `key` VARCHAR(255) NULL,
  `value` VARCHAR(255) NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  INDEX `ix_volume_metadata_volume_id` (`volume_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `volume_types` (
  `id` VARCHAR(36) NOT NULL,
  `name` VARCHAR(255) NULL,
  `qos_specs_id` VARCHAR(36) NULL,
  `is_public` TINYINT(1) NULL DEFAULT 1,
  `description` VARCHAR(255) NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  INDEX `ix_volume_types_qos_specs_id` (`qos_specs_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `volume_type_extra_specs` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `volume_type_id` VARCHAR(36) NOT NULL,
  `key` VARCHAR(255) NULL,
  `value` VARCHAR(255) NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  INDEX `ix_volume_type_extra_specs_volume_type_id` (`volume_type_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `volume_type_projects` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `volume_type_id` VARCHAR(36) NULL,
  `project_id` VARCHAR(255) NULL,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME NULL,
  `deleted_at` DATETIME NULL,
  `deleted` INT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `volume_type_id` (`volume_type_id`, `project_id`, `deleted`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `workers` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `resource_type` VARCHAR(40) NOT NULL,
  `resource_id` VARCHAR(36) NOT NULL,
  `status` VARCHAR(255) NOT NULL,
  `service_id` INT NULL,
  `race_preventer` INT NOT NULL DEFAULT 0,
  `created_at` DATETIME NULL,
  `updated_at` DATETIME(6) NULL,
  `deleted_at` DATETIME NULL,
  `deleted` TINYINT(1) NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `resource_type` (`resource_type`, `resource_id`),
  INDEX `ix_workers_service_id` (`service_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

ALTER TABLE `attachment_specs`
  ADD CONSTRAINT `attachment_specs_ibfk_1` FOREIGN KEY (`attachment_id`) REFERENCES `volume_attachment` (`id`);

ALTER TABLE `backup_metadata`
  ADD CONSTRAINT `backup_metadata_ibfk_1` FOREIGN KEY (`backup_id`) REFERENCES `backups` (`id`);

ALTER TABLE `cgsnapshots`
  ADD CONSTRAINT `cgsnapshots_ibfk_1` FOREIGN KEY (`consistencygroup_id`) REFERENCES `consistencygroups` (`id`);

ALTER TABLE `default_volume_types`
  ADD CONSTRAINT `default_volume_types_ibfk_1` FOREIGN KEY (`volume_type_id`) REFERENCES `volume_types` (`id`);

ALTER TABLE `group_snapshots`
  ADD CONSTRAINT `group_snapshots_ibfk_1` FOREIGN KEY (`group_id`) REFERENCES `groups` (`id`);

ALTER TABLE `group_type_projects`
  ADD CONSTRAINT `group_type_projects_ibfk_1` FOREIGN KEY (`group_type_id`) REFERENCES `group_types` (`id`);

ALTER TABLE `group_type_specs`
  ADD CONSTRAINT `group_type_specs_ibfk_1` FOREIGN KEY (`group_type_id`) REFERENCES `group_types` (`id`);

ALTER TABLE `group_volume_type_mapping`
  ADD CONSTRAINT `group_volume_type_mapping_ibfk_1` FOREIGN KEY (`volume_type_id`) REFERENCES `volume_types` (`id`);

ALTER TABLE `group_volume_type_mapping`
  ADD CONSTRAINT `group_volume_type_mapping_ibfk_2` FOREIGN KEY (`group_id`) REFERENCES `groups` (`id`);

ALTER TABLE `quality_of_service_specs`
  ADD CONSTRAINT `quality_of_service_specs_ibfk_1` FOREIGN KEY (`specs_id`) REFERENCES `quality_of_service_specs` (`id`);

ALTER TABLE `reservations`
  ADD CONSTRAINT `reservations_ibfk_1` FOREIGN KEY (`usage_id`) REFERENCES `quota_usages` (`id`);

ALTER TABLE `reservations`
  ADD CONSTRAINT `reservations_ibfk_2` FOREIGN KEY (`allocated_id`) REFERENCES `quotas` (`id`);

ALTER TABLE `snapshots`
  ADD CONSTRAINT `snapshots_ibfk_1` FOREIGN KEY (`cgsnapshot_id`) REFERENCES `cgsnapshots` (`id`);

ALTER TABLE `snapshots`
  ADD CONSTRAINT `snapshots_ibfk_2` FOREIGN KEY (`group_snapshot_id`) REFERENCES `group_snapshots` (`id`);

ALTER TABLE `snapshots`
  ADD CONSTRAINT `snapshots_volume_id_fkey` FOREIGN KEY (`volume_id`) REFERENCES `volumes` (`id`);

ALTER TABLE `snapshot_metadata`
  ADD CONSTRAINT `snapshot_metadata_ibfk_1` FOREIGN KEY (`snapshot_id`) REFERENCES `snapshots` (`id`);

ALTER TABLE `transfers`
  ADD CONSTRAINT `transfers_ibfk_1` FOREIGN KEY (`volume_id`) REFERENCES `volumes` (`id`);

ALTER TABLE `volumes`
  ADD CONSTRAINT `volumes_ibfk_1` FOREIGN KEY (`consistencygroup_id`) REFERENCES `consistencygroups` (`id`);

ALTER TABLE `volumes`
  ADD CONSTRAINT `volumes_ibfk_2` FOREIGN KEY (`group_id`) REFERENCES `groups` (`id`);

ALTER TABLE `volumes`
  ADD CONSTRAINT `volumes_ibfk_3` FOREIGN KEY (`service_uuid`) REFERENCES `services` (`uuid`);

ALTER TABLE `volume_admin_metadata`
  ADD CONSTRAINT `volume_admin_metadata_ibfk_1` FOREIGN KEY (`volume_id`) REFERENCES `volumes` (`id`);

ALTER TABLE `volume_attachment`
  ADD CONSTRAINT `volume_attachment_ibfk_1` FOREIGN KEY (`volume_id`) REFERENCES `volumes` (`id`);

ALTER TABLE `volume_glance_metadata`
  ADD CONSTRAINT `volume_glance_metadata_ibfk_1` FOREIGN KEY (`volume_id`) REFERENCES `volumes` (`id`);

ALTER TABLE `volume_glance_metadata`
  ADD CONSTRAINT `volume_glance_metadata_ibfk_2` FOREIGN KEY (`snapshot_id`) REFERENCES `snapshots` (`id`);

ALTER TABLE `volume_metadata`
  ADD CONSTRAINT `volume_metadata_ibfk_1` FOREIGN KEY (`volume_id`) REFERENCES `volumes` (`id`);

ALTER TABLE `volume_types`
  ADD CONSTRAINT `volume_types_ibfk_1` FOREIGN KEY (`qos_specs_id`) REFERENCES `quality_of_service_specs` (`id`);

ALTER TABLE `volume_type_extra_specs`
  ADD CONSTRAINT `volume_type_extra_specs_ibfk_1` FOREIGN KEY (`volume_type_id`) REFERENCES `volume_types` (`id`);

ALTER TABLE `volume_type_projects`
  ADD CONSTRAINT `volume_type_projects_ibfk_1` FOREIGN KEY (`volume_type_id`) REFERENCES `volume_types` (`id`);

ALTER TABLE `workers`
  ADD CONSTRAINT `workers_ibfk_1` FOREIGN KEY (`service_id`) REFERENCES `services` (`id`);
