CREATE TABLE `project` (
  `id` VARCHAR(64) NOT NULL,
  `name` VARCHAR(255) NOT NULL,
  `domain_id` VARCHAR(64) NOT NULL,
  `parent_id` VARCHAR(64) NULL,
  `is_domain` TINYINT(1) NOT NULL DEFAULT 0,
  `enabled` TINYINT(1) NOT NULL DEFAULT 1,
  `description` TEXT NULL,
  `options` TEXT NULL,
  `extra` TEXT NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `project_domain_id_name_key` (`domain_id`, `name`),
  INDEX `project_parent_id_idx` (`parent_id`),
  INDEX `project_is_domain_idx` (`is_domain`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `project_tag` (
  `project_id` VARCHAR(64) NOT NULL,
  `name` VARCHAR(255) NOT NULL,
  PRIMARY KEY (`project_id`, `name`),
  INDEX `project_tag_name_idx` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `user` (
  `id` VARCHAR(64) NOT NULL,
  `domain_id` VARCHAR(64) NOT NULL,
  `name` VARCHAR(255) NOT NULL,
  `enabled` TINYINT(1) NOT NULL DEFAULT 1,
  `default_project_id` VARCHAR(64) NULL,
  `options` TEXT NULL,
  `extra` TEXT NULL,
  `created_at` DATETIME(3) NOT NULL,
  `last_active_at` DATETIME(3) NULL,
  `failed_auth_count` INT NOT NULL DEFAULT 0,
  `failed_auth_at` DATETIME(3) NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `user_domain_id_name_key` (`domain_id`, `name`),
  INDEX `user_default_project_id_idx` (`default_project_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `password` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `user_id` VARCHAR(64) NOT NULL,
  `hash` VARCHAR(255) NOT NULL,
  `created_at` DATETIME(3) NOT NULL,
  `expires_at` DATETIME(3) NULL,
  `self_service` TINYINT(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  INDEX `password_user_id_idx` (`user_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `group` (
  `id` VARCHAR(64) NOT NULL,
  `domain_id` VARCHAR(64) NOT NULL,
  `name` VARCHAR(255) NOT NULL,
  `description` TEXT NULL,
  `extra` TEXT NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `group_domain_id_name_key` (`domain_id`, `name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `user_group_membership` (
  `user_id` VARCHAR(64) NOT NULL,
  `group_id` VARCHAR(64) NOT NULL,
  PRIMARY KEY (`user_id`, `group_id`),
  INDEX `user_group_membership_group_id_idx` (`group_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `role` (
  `id` VARCHAR(64) NOT NULL,
  `name` VARCHAR(255) NOT NULL,
  `domain_id` VARCHAR(64) NOT NULL DEFAULT '<<null>>',
  `description` TEXT NULL,
  `options` TEXT NULL,
  `extra` TEXT NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `role_domain_id_name_key` (`domain_id`, `name`),
  INDEX `role_name_idx` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `implied_role` (
  `prior_role_id` VARCHAR(64) NOT NULL,
  `implied_role_id` VARCHAR(64) NOT NULL,
  PRIMARY KEY (`prior_role_id`, `implied_role_id`),
  INDEX `implied_role_implied_role_id_idx` (`implied_role_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `assignment` (
  `type` ENUM('UserProject', 'GroupProject', 'UserDomain', 'GroupDomain') NOT NULL,
  `actor_id` VARCHAR(64) NOT NULL,
  `target_id` VARCHAR(64) NOT NULL,
  `role_id` VARCHAR(64) NOT NULL,
  `inherited` TINYINT(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (`type`, `actor_id`, `target_id`, `role_id`, `inherited`),
  INDEX `assignment_actor_id_idx` (`actor_id`),
  INDEX `assignment_target_id_idx` (`target_id`),
  INDEX `assignment_role_id_idx` (`role_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `system_assignment` (
  `type` ENUM('UserSystem', 'GroupSystem') NOT NULL,
  `actor_id` VARCHAR(64) NOT NULL,
  `target_id` VARCHAR(64) NOT NULL DEFAULT 'system',
  `role_id` VARCHAR(64) NOT NULL,
  `inherited` TINYINT(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (`type`, `actor_id`, `target_id`, `role_id`, `inherited`),
  INDEX `system_assignment_actor_id_idx` (`actor_id`),
  INDEX `system_assignment_role_id_idx` (`role_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `region` (
  `id` VARCHAR(255) NOT NULL,
  `description` VARCHAR(255) NOT NULL DEFAULT '',
  `parent_region_id` VARCHAR(255) NULL,
  `extra` TEXT NULL,
  PRIMARY KEY (`id`),
  INDEX `region_parent_region_id_idx` (`parent_region_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `service` (
  `id` VARCHAR(64) NOT NULL,
  `type` VARCHAR(255) NOT NULL,
  `enabled` TINYINT(1) NOT NULL DEFAULT 1,
  `extra` TEXT NULL,
  PRIMARY KEY (`id`),
  INDEX `service_type_idx` (`type`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `endpoint` (
  `id` VARCHAR(64) NOT NULL,
  `interface` ENUM('public', 'internal', 'admin') NOT NULL,
  `region_id` VARCHAR(255) NULL,
  `service_id` VARCHAR(64) NOT NULL,
  `url` TEXT NOT NULL,
  `enabled` TINYINT(1) NOT NULL DEFAULT 1,
  `extra` TEXT NULL,
  PRIMARY KEY (`id`),
  INDEX `endpoint_region_id_idx` (`region_id`),
  INDEX `endpoint_service_id_idx` (`service_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `endpoint_group` (
  `id` VARCHAR(64) NOT NULL,
  `name` VARCHAR(255) NOT NULL,
  `description` TEXT NULL,
  `filters` TEXT NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `project_endpoint` (
  `endpoint_id` VARCHAR(64) NOT NULL,
  `project_id` VARCHAR(64) NOT NULL,
  PRIMARY KEY (`endpoint_id`, `project_id`),
  INDEX `project_endpoint_project_id_idx` (`project_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `project_endpoint_group` (
  `endpoint_group_id` VARCHAR(64) NOT NULL,
  `project_id` VARCHAR(64) NOT NULL,
  PRIMARY KEY (`endpoint_group_id`, `project_id`),
  INDEX `project_endpoint_group_project_id_idx` (`project_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `credential` (
  `id` VARCHAR(64) NOT NULL,
  `user_id` VARCHAR(64) NOT NULL,
  `project_id` VARCHAR(64) NULL,
  `type` VARCHAR(255) NOT NULL,
  `encrypted_blob` TEXT NOT NULL,
  `key_hash` VARCHAR(64) NOT NULL,
  `extra` TEXT NULL,
  PRIMARY KEY (`id`),
  INDEX `credential_user_id_idx` (`user_id`),
  INDEX `credential_project_id_idx` (`project_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `application_credential` (
  `id` VARCHAR(64) NOT NULL,
  `name` VARCHAR(255) NOT NULL,
  `secret_hash` VARCHAR(255) NOT NULL,
  `description` TEXT NULL,
  `user_id` VARCHAR(64) NOT NULL,
  `project_id` VARCHAR(64) NULL,
  `system` VARCHAR(64) NULL,
  `created_at` DATETIME(3) NOT NULL,
  `expires_at` VARCHAR(32) NULL,
  `unrestricted` TINYINT(1) NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `application_credential_user_id_name_key` (`user_id`, `name`),
  INDEX `application_credential_project_id_idx` (`project_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `application_credential_role` (
  `application_credential_id` VARCHAR(64) NOT NULL,
  `role_id` VARCHAR(64) NOT NULL,
  PRIMARY KEY (`application_credential_id`, `role_id`),
  INDEX `application_credential_role_role_id_idx` (`role_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `access_rule` (
  `id` VARCHAR(64) NOT NULL,
  `user_id` VARCHAR(64) NOT NULL,
  `service` VARCHAR(64) NOT NULL,
  `path` VARCHAR(128) NOT NULL,
  `method` VARCHAR(16) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `access_rule_user_id_service_path_method_key` (`user_id`, `service`, `path`, `method`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `application_credential_access_rule` (
  `application_credential_id` VARCHAR(64) NOT NULL,
  `access_rule_id` VARCHAR(64) NOT NULL,
  PRIMARY KEY (`application_credential_id`, `access_rule_id`),
  INDEX `application_credential_access_rule_access_rule_id_idx` (`access_rule_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `trust` (
  `id` VARCHAR(64) NOT NULL,
  `trustor_user_id` VARCHAR(64) NOT NULL,
  `trustee_user_id` VARCHAR(64) NOT NULL,
  `project_id` VARCHAR(64) NULL,
  `impersonation` TINYINT(1) NOT NULL,
  `expires_at` DATETIME(3) NULL,
  `remaining_uses` INT NULL,
  `redelegated_trust_id` VARCHAR(64) NULL,
  `redelegation_count` INT NULL,
  `deleted_at` DATETIME(3) NULL,
  `extra` TEXT NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `trust_duplicate_key` (`trustor_user_id`, `trustee_user_id`, `project_id`, `impersonation`, `expires_at`),
  INDEX `trust_trustee_user_id_idx` (`trustee_user_id`),
  INDEX `trust_redelegated_trust_id_idx` (`redelegated_trust_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `trust_role` (
  `trust_id` VARCHAR(64) NOT NULL,
  `role_id` VARCHAR(64) NOT NULL,
  PRIMARY KEY (`trust_id`, `role_id`),
  INDEX `trust_role_role_id_idx` (`role_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `policy` (
  `id` VARCHAR(64) NOT NULL,
  `type` VARCHAR(255) NOT NULL,
  `blob` TEXT NOT NULL,
  `extra` TEXT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `registered_limit` (
  `id` VARCHAR(64) NOT NULL,
  `service_id` VARCHAR(64) NOT NULL,
  `region_id` VARCHAR(255) NULL,
  `resource_name` VARCHAR(255) NOT NULL,
  `default_limit` INT NOT NULL,
  `description` TEXT NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `registered_limit_service_id_region_id_resource_name_key` (`service_id`, `region_id`, `resource_name`),
  INDEX `registered_limit_region_id_idx` (`region_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `limit` (
  `id` VARCHAR(64) NOT NULL,
  `project_id` VARCHAR(64) NULL,
  `domain_id` VARCHAR(64) NULL,
  `resource_limit` INT NOT NULL,
  `description` TEXT NULL,
  `registered_limit_id` VARCHAR(64) NOT NULL,
  PRIMARY KEY (`id`),
  INDEX `limit_project_id_registered_limit_id_idx` (`project_id`, `registered_limit_id`),
  INDEX `limit_domain_id_idx` (`domain_id`),
  INDEX `limit_registered_limit_id_idx` (`registered_limit_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `consumer` (
  `id` VARCHAR(64) NOT NULL,
  `description` TEXT NULL,
  `secret` VARCHAR(64) NOT NULL,
  `extra` TEXT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `request_token` (
  `id` VARCHAR(64) NOT NULL,
  `request_secret` VARCHAR(64) NOT NULL,
  `verifier` VARCHAR(64) NULL,
  `authorizing_user_id` VARCHAR(64) NULL,
  `requested_project_id` VARCHAR(64) NOT NULL,
  `role_ids` TEXT NULL,
  `consumer_id` VARCHAR(64) NOT NULL,
  `expires_at` DATETIME(3) NULL,
  PRIMARY KEY (`id`),
  INDEX `request_token_consumer_id_idx` (`consumer_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `access_token` (
  `id` VARCHAR(64) NOT NULL,
  `access_secret` VARCHAR(64) NOT NULL,
  `authorizing_user_id` VARCHAR(64) NOT NULL,
  `project_id` VARCHAR(64) NOT NULL,
  `role_ids` TEXT NOT NULL,
  `consumer_id` VARCHAR(64) NOT NULL,
  `expires_at` DATETIME(3) NULL,
  PRIMARY KEY (`id`),
  INDEX `access_token_authorizing_user_id_idx` (`authorizing_user_id`),
  INDEX `access_token_consumer_id_idx` (`consumer_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `revocation_event` (
  `id` INT NOT NULL AUTO_INCREMENT,
  `domain_id` VARCHAR(64) NULL,
  `project_id` VARCHAR(64) NULL,
  `user_id` VARCHAR(64) NULL,
  `role_id` VARCHAR(64) NULL,
  `trust_id` VARCHAR(64) NULL,
  `consumer_id` VARCHAR(64) NULL,
  `access_token_id` VARCHAR(64) NULL,
  `audit_id` VARCHAR(32) NULL,
  `audit_chain_id` VARCHAR(32) NULL,
  `issued_before` DATETIME(3) NOT NULL,
  `expires_at` DATETIME(3) NULL,
  `revoked_at` DATETIME(3) NOT NULL,
  PRIMARY KEY (`id`),
  INDEX `revocation_event_revoked_at_idx` (`revoked_at`),
  INDEX `revocation_event_issued_before_idx` (`issued_before`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `domain_config_option` (
  `domain_id` VARCHAR(64) NOT NULL,
  `group` VARCHAR(255) NOT NULL,
  `option` VARCHAR(255) NOT NULL,
  `value` TEXT NOT NULL,
  `sensitive` TINYINT(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (`domain_id`, `group`, `option`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `config_register` (
  `type` VARCHAR(64) NOT NULL,
  `domain_id` VARCHAR(64) NOT NULL,
  PRIMARY KEY (`type`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `policy_association` (
  `id` VARCHAR(64) NOT NULL,
  `policy_id` VARCHAR(64) NOT NULL,
  `endpoint_id` VARCHAR(64) NULL,
  `service_id` VARCHAR(64) NULL,
  `region_id` VARCHAR(255) NULL,
  PRIMARY KEY (`id`),
  INDEX `policy_association_policy_id_idx` (`policy_id`),
  INDEX `policy_association_endpoint_id_idx` (`endpoint_id`),
  INDEX `policy_association_service_id_idx` (`service_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `secret_key` (
  `purpose` VARCHAR(64) NOT NULL,
  `value` VARCHAR(255) NOT NULL,
  `created_at` DATETIME(3) NOT NULL,
  PRIMARY KEY (`purpose`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `change_counter` (
  `id` INT NOT NULL,
  `count` INT NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

ALTER TABLE `project`
  ADD CONSTRAINT `project_parent_id_fkey` FOREIGN KEY (`parent_id`) REFERENCES `project` (`id`);

ALTER TABLE `project_tag`
  ADD CONSTRAINT `project_tag_project_id_fkey` FOREIGN KEY (`project_id`) REFERENCES `project` (`id`) ON DELETE CASCADE;

ALTER TABLE `user`
  ADD CONSTRAINT `user_domain_id_fkey` FOREIGN KEY (`domain_id`) REFERENCES `project` (`id`);

ALTER TABLE `password`
  ADD CONSTRAINT `password_user_id_fkey` FOREIGN KEY (`user_id`) REFERENCES `user` (`id`) ON DELETE CASCADE;

ALTER TABLE `group`
  ADD CONSTRAINT `group_domain_id_fkey` FOREIGN KEY (`domain_id`) REFERENCES `project` (`id`);

ALTER TABLE `user_group_membership`
  ADD CONSTRAINT `user_group_membership_user_id_fkey` FOREIGN KEY (`user_id`) REFERENCES `user` (`id`) ON DELETE CASCADE;

ALTER TABLE `user_group_membership`
  ADD CONSTRAINT `user_group_membership_group_id_fkey` FOREIGN KEY (`group_id`) REFERENCES `group` (`id`) ON DELETE CASCADE;

ALTER TABLE `implied_role`
  ADD CONSTRAINT `implied_role_prior_role_id_fkey` FOREIGN KEY (`prior_role_id`) REFERENCES `role` (`id`) ON DELETE CASCADE;

ALTER TABLE `implied_role`
  ADD CONSTRAINT `implied_role_implied_role_id_fkey` FOREIGN KEY (`implied_role_id`) REFERENCES `role` (`id`) ON DELETE CASCADE;

ALTER TABLE `assignment`
  ADD CONSTRAINT `assignment_role_id_fkey` FOREIGN KEY (`role_id`) REFERENCES `role` (`id`) ON DELETE CASCADE;

ALTER TABLE `system_assignment`
  ADD CONSTRAINT `system_assignment_role_id_fkey` FOREIGN KEY (`role_id`) REFERENCES `role` (`id`) ON DELETE CASCADE;

ALTER TABLE `region`
  ADD CONSTRAINT `region_parent_region_id_fkey` FOREIGN KEY (`parent_region_id`) REFERENCES `region` (`id`);

ALTER TABLE `endpoint`
  ADD CONSTRAINT `endpoint_region_id_fkey` FOREIGN KEY (`region_id`) REFERENCES `region` (`id`);

ALTER TABLE `endpoint`
  ADD CONSTRAINT `endpoint_service_id_fkey` FOREIGN KEY (`service_id`) REFERENCES `service` (`id`) ON DELETE CASCADE;

ALTER TABLE `project_endpoint`
  ADD CONSTRAINT `project_endpoint_endpoint_id_fkey` FOREIGN KEY (`endpoint_id`) REFERENCES `endpoint` (`id`) ON DELETE CASCADE;

ALTER TABLE `project_endpoint_group`
  ADD CONSTRAINT `project_endpoint_group_endpoint_group_id_fkey` FOREIGN KEY (`endpoint_group_id`) REFERENCES `endpoint_group` (`id`) ON DELETE CASCADE;

ALTER TABLE `credential`
  ADD CONSTRAINT `credential_user_id_fkey` FOREIGN KEY (`user_id`) REFERENCES `user` (`id`) ON DELETE CASCADE;

ALTER TABLE `application_credential`
  ADD CONSTRAINT `application_credential_user_id_fkey` FOREIGN KEY (`user_id`) REFERENCES `user` (`id`) ON DELETE CASCADE;

ALTER TABLE `application_credential_role`
  ADD CONSTRAINT `application_credential_role_credential_fkey` FOREIGN KEY (`application_credential_id`) REFERENCES `application_credential` (`id`) ON DELETE CASCADE;

ALTER TABLE `application_credential_role`
  ADD CONSTRAINT `application_credential_role_role_id_fkey` FOREIGN KEY (`role_id`) REFERENCES `role` (`id`) ON DELETE CASCADE;

ALTER TABLE `access_rule`
  ADD CONSTRAINT `access_rule_user_id_fkey` FOREIGN KEY (`user_id`) REFERENCES `user` (`id`) ON DELETE CASCADE;

ALTER TABLE `application_credential_access_rule`
  ADD CONSTRAINT `application_credential_access_rule_credential_fkey` FOREIGN KEY (`application_credential_id`) REFERENCES `application_credential` (`id`) ON DELETE CASCADE;

ALTER TABLE `application_credential_access_rule`
  ADD CONSTRAINT `application_credential_access_rule_rule_fkey` FOREIGN KEY (`access_rule_id`) REFERENCES `access_rule` (`id`);

ALTER TABLE `trust_role`
  ADD CONSTRAINT `trust_role_trust_id_fkey` FOREIGN KEY (`trust_id`) REFERENCES `trust` (`id`) ON DELETE CASCADE;

ALTER TABLE `trust_role`
  ADD CONSTRAINT `trust_role_role_id_fkey` FOREIGN KEY (`role_id`) REFERENCES `role` (`id`) ON DELETE CASCADE;

ALTER TABLE `registered_limit`
  ADD CONSTRAINT `registered_limit_service_id_fkey` FOREIGN KEY (`service_id`) REFERENCES `service` (`id`);

ALTER TABLE `registered_limit`
  ADD CONSTRAINT `registered_limit_region_id_fkey` FOREIGN KEY (`region_id`) REFERENCES `region` (`id`);

ALTER TABLE `limit`
  ADD CONSTRAINT `limit_registered_limit_id_fkey` FOREIGN KEY (`registered_limit_id`) REFERENCES `registered_limit` (`id`);

ALTER TABLE `request_token`
  ADD CONSTRAINT `request_token_consumer_id_fkey` FOREIGN KEY (`consumer_id`) REFERENCES `consumer` (`id`) ON DELETE CASCADE;

ALTER TABLE `access_token`
  ADD CONSTRAINT `access_token_consumer_id_fkey` FOREIGN KEY (`consumer_id`) REFERENCES `consumer` (`id`) ON DELETE CASCADE;

ALTER TABLE `policy_association`
  ADD CONSTRAINT `policy_association_policy_id_fkey` FOREIGN KEY (`policy_id`) REFERENCES `policy` (`id`) ON DELETE CASCADE;
