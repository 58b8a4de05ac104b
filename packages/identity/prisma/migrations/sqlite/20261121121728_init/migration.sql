-- CreateTable
CREATE TABLE "project" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "domain_id" TEXT NOT NULL,
    "parent_id" TEXT,
    "is_domain" BOOLEAN NOT NULL DEFAULT false,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "description" TEXT,
    "options" TEXT,
    "extra" TEXT,
    CONSTRAINT "project_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "project" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "project_tag" (
    "project_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    PRIMARY KEY ("project_id", "name"),
    CONSTRAINT "project_tag_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "user" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "domain_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "default_project_id" TEXT,
    "options" TEXT,
    "extra" TEXT,
    "created_at" DATETIME NOT NULL,
    "last_active_at" DATETIME,
    "failed_auth_count" INTEGER NOT NULL DEFAULT 0,
    "failed_auth_at" DATETIME,
    CONSTRAINT "user_domain_id_fkey" FOREIGN KEY ("domain_id") REFERENCES "project" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "password" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "user_id" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "expires_at" DATETIME,
    "self_service" BOOLEAN NOT NULL DEFAULT false,
    CONSTRAINT "password_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "group" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "domain_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "extra" TEXT,
    CONSTRAINT "group_domain_id_fkey" FOREIGN KEY ("domain_id") REFERENCES "project" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "user_group_membership" (
    "user_id" TEXT NOT NULL,
    "group_id" TEXT NOT NULL,

    PRIMARY KEY ("user_id", "group_id"),
    CONSTRAINT "user_group_membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE NO ACTION,
    CONSTRAINT "user_group_membership_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "group" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "role" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "domain_id" TEXT NOT NULL DEFAULT '<<null>>',
    "description" TEXT,
    "options" TEXT,
    "extra" TEXT
);

-- CreateTable
CREATE TABLE "implied_role" (
    "prior_role_id" TEXT NOT NULL,
    "implied_role_id" TEXT NOT NULL,

    PRIMARY KEY ("prior_role_id", "implied_role_id"),
    CONSTRAINT "implied_role_prior_role_id_fkey" FOREIGN KEY ("prior_role_id") REFERENCES "role" ("id") ON DELETE CASCADE ON UPDATE NO ACTION,
    CONSTRAINT "implied_role_implied_role_id_fkey" FOREIGN KEY ("implied_role_id") REFERENCES "role" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "assignment" (
    "type" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "role_id" TEXT NOT NULL,
    "inherited" BOOLEAN NOT NULL DEFAULT false,

    PRIMARY KEY ("type", "actor_id", "target_id", "role_id", "inherited"),
    CONSTRAINT "assignment_role_id_fkey" FOREIGN KEY ("role_id") REFERENCES "role" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "system_assignment" (
    "type" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "target_id" TEXT NOT NULL DEFAULT 'system',
    "role_id" TEXT NOT NULL,
    "inherited" BOOLEAN NOT NULL DEFAULT false,

    PRIMARY KEY ("type", "actor_id", "target_id", "role_id", "inherited"),
    CONSTRAINT "system_assignment_role_id_fkey" FOREIGN KEY ("role_id") REFERENCES "role" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "region" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "description" TEXT NOT NULL DEFAULT '',
    "parent_region_id" TEXT,
    "extra" TEXT,
    CONSTRAINT "region_parent_region_id_fkey" FOREIGN KEY ("parent_region_id") REFERENCES "region" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "service" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "type" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "extra" TEXT
);

-- CreateTable
CREATE TABLE "endpoint" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "interface" TEXT NOT NULL,
    "region_id" TEXT,
    "service_id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "extra" TEXT,
    CONSTRAINT "endpoint_region_id_fkey" FOREIGN KEY ("region_id") REFERENCES "region" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
    CONSTRAINT "endpoint_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "endpoint_group" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "filters" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "project_endpoint" (
    "endpoint_id" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,

    PRIMARY KEY ("endpoint_id", "project_id"),
    CONSTRAINT "project_endpoint_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoint" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "project_endpoint_group" (
    "endpoint_group_id" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,

    PRIMARY KEY ("endpoint_group_id", "project_id"),
    CONSTRAINT "project_endpoint_group_endpoint_group_id_fkey" FOREIGN KEY ("endpoint_group_id") REFERENCES "endpoint_group" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "credential" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "user_id" TEXT NOT NULL,
    "project_id" TEXT,
    "type" TEXT NOT NULL,
    "encrypted_blob" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "extra" TEXT,
    CONSTRAINT "credential_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "application_credential" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "description" TEXT,
    "user_id" TEXT NOT NULL,
    "project_id" TEXT,
    "system" TEXT,
    "created_at" DATETIME NOT NULL,
    "expires_at" TEXT,
    "unrestricted" BOOLEAN,
    CONSTRAINT "application_credential_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "application_credential_role" (
    "application_credential_id" TEXT NOT NULL,
    "role_id" TEXT NOT NULL,

    PRIMARY KEY ("application_credential_id", "role_id"),
    CONSTRAINT "application_credential_role_application_credential_id_fkey" FOREIGN KEY ("application_credential_id") REFERENCES "application_credential" ("id") ON DELETE CASCADE ON UPDATE NO ACTION,
    CONSTRAINT "application_credential_role_role_id_fkey" FOREIGN KEY ("role_id") REFERENCES "role" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "access_rule" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "user_id" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    CONSTRAINT "access_rule_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "application_credential_access_rule" (
    "application_credential_id" TEXT NOT NULL,
    "access_rule_id" TEXT NOT NULL,

    PRIMARY KEY ("application_credential_id", "access_rule_id"),
    CONSTRAINT "application_credential_access_rule_application_credential_id_fkey" FOREIGN KEY ("application_credential_id") REFERENCES "application_credential" ("id") ON DELETE CASCADE ON UPDATE NO ACTION,
    CONSTRAINT "application_credential_access_rule_access_rule_id_fkey" FOREIGN KEY ("access_rule_id") REFERENCES "access_rule" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "trust" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "trustor_user_id" TEXT NOT NULL,
    "trustee_user_id" TEXT NOT NULL,
    "project_id" TEXT,
    "impersonation" BOOLEAN NOT NULL,
    "expires_at" DATETIME,
    "remaining_uses" INTEGER,
    "redelegated_trust_id" TEXT,
    "redelegation_count" INTEGER,
    "deleted_at" DATETIME,
    "extra" TEXT
);

-- CreateTable
CREATE TABLE "trust_role" (
    "trust_id" TEXT NOT NULL,
    "role_id" TEXT NOT NULL,

    PRIMARY KEY ("trust_id", "role_id"),
    CONSTRAINT "trust_role_trust_id_fkey" FOREIGN KEY ("trust_id") REFERENCES "trust" ("id") ON DELETE CASCADE ON UPDATE NO ACTION,
    CONSTRAINT "trust_role_role_id_fkey" FOREIGN KEY ("role_id") REFERENCES "role" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "policy" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "type" TEXT NOT NULL,
    "blob" TEXT NOT NULL,
    "extra" TEXT
);

-- CreateTable
CREATE TABLE "registered_limit" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "service_id" TEXT NOT NULL,
    "region_id" TEXT,
    "resource_name" TEXT NOT NULL,
    "default_limit" INTEGER NOT NULL,
    "description" TEXT,
    CONSTRAINT "registered_limit_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
    CONSTRAINT "registered_limit_region_id_fkey" FOREIGN KEY ("region_id") REFERENCES "region" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "limit" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "project_id" TEXT,
    "domain_id" TEXT,
    "resource_limit" INTEGER NOT NULL,
    "description" TEXT,
    "registered_limit_id" TEXT NOT NULL,
    CONSTRAINT "limit_registered_limit_id_fkey" FOREIGN KEY ("registered_limit_id") REFERENCES "registered_limit" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "consumer" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "description" TEXT,
    "secret" TEXT NOT NULL,
    "extra" TEXT
);

-- CreateTable
CREATE TABLE "request_token" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "request_secret" TEXT NOT NULL,
    "verifier" TEXT,
    "authorizing_user_id" TEXT,
    "requested_project_id" TEXT NOT NULL,
    "role_ids" TEXT,
    "consumer_id" TEXT NOT NULL,
    "expires_at" DATETIME,
    CONSTRAINT "request_token_consumer_id_fkey" FOREIGN KEY ("consumer_id") REFERENCES "consumer" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "access_token" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "access_secret" TEXT NOT NULL,
    "authorizing_user_id" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "role_ids" TEXT NOT NULL,
    "consumer_id" TEXT NOT NULL,
    "expires_at" DATETIME,
    CONSTRAINT "access_token_consumer_id_fkey" FOREIGN KEY ("consumer_id") REFERENCES "consumer" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "revocation_event" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "domain_id" TEXT,
    "project_id" TEXT,
    "user_id" TEXT,
    "role_id" TEXT,
    "trust_id" TEXT,
    "consumer_id" TEXT,
    "access_token_id" TEXT,
    "audit_id" TEXT,
    "audit_chain_id" TEXT,
    "issued_before" DATETIME NOT NULL,
    "expires_at" DATETIME,
    "revoked_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "domain_config_option" (
    "domain_id" TEXT NOT NULL,
    "group" TEXT NOT NULL,
    "option" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "sensitive" BOOLEAN NOT NULL DEFAULT false,

    PRIMARY KEY ("domain_id", "group", "option")
);

-- CreateTable
CREATE TABLE "config_register" (
    "type" TEXT NOT NULL PRIMARY KEY,
    "domain_id" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "policy_association" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "policy_id" TEXT NOT NULL,
    "endpoint_id" TEXT,
    "service_id" TEXT,
    "region_id" TEXT,
    CONSTRAINT "policy_association_policy_id_fkey" FOREIGN KEY ("policy_id") REFERENCES "policy" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "secret_key" (
    "purpose" TEXT NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "change_counter" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "count" INTEGER NOT NULL DEFAULT 0
);

-- CreateIndex
CREATE INDEX "project_parent_id_idx" ON "project"("parent_id");

-- CreateIndex
CREATE INDEX "project_is_domain_idx" ON "project"("is_domain");

-- CreateIndex
CREATE UNIQUE INDEX "project_domain_id_name_key" ON "project"("domain_id", "name");

-- CreateIndex
CREATE INDEX "project_tag_name_idx" ON "project_tag"("name");

-- CreateIndex
CREATE INDEX "user_default_project_id_idx" ON "user"("default_project_id");

-- CreateIndex
CREATE UNIQUE INDEX "user_domain_id_name_key" ON "user"("domain_id", "name");

-- CreateIndex
CREATE INDEX "password_user_id_idx" ON "password"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "group_domain_id_name_key" ON "group"("domain_id", "name");

-- CreateIndex
CREATE INDEX "user_group_membership_group_id_idx" ON "user_group_membership"("group_id");

-- CreateIndex
CREATE INDEX "role_name_idx" ON "role"("name");

-- CreateIndex
CREATE UNIQUE INDEX "role_domain_id_name_key" ON "role"("domain_id", "name");

-- CreateIndex
CREATE INDEX "implied_role_implied_role_id_idx" ON "implied_role"("implied_role_id");

-- CreateIndex
CREATE INDEX "assignment_actor_id_idx" ON "assignment"("actor_id");

-- CreateIndex
CREATE INDEX "assignment_target_id_idx" ON "assignment"("target_id");

-- CreateIndex
CREATE INDEX "assignment_role_id_idx" ON "assignment"("role_id");

-- CreateIndex
CREATE INDEX "system_assignment_actor_id_idx" ON "system_assignment"("actor_id");

-- CreateIndex
CREATE INDEX "system_assignment_role_id_idx" ON "system_assignment"("role_id");

-- CreateIndex
CREATE INDEX "region_parent_region_id_idx" ON "region"("parent_region_id");

-- CreateIndex
CREATE INDEX "service_type_idx" ON "service"("type");

-- CreateIndex
CREATE INDEX "endpoint_region_id_idx" ON "endpoint"("region_id");

-- CreateIndex
CREATE INDEX "endpoint_service_id_idx" ON "endpoint"("service_id");

-- CreateIndex
CREATE INDEX "project_endpoint_project_id_idx" ON "project_endpoint"("project_id");

-- CreateIndex
CREATE INDEX "project_endpoint_group_project_id_idx" ON "project_endpoint_group"("project_id");

-- CreateIndex
CREATE INDEX "credential_user_id_idx" ON "credential"("user_id");

-- CreateIndex
CREATE INDEX "credential_project_id_idx" ON "credential"("project_id");

-- CreateIndex
CREATE INDEX "application_credential_project_id_idx" ON "application_credential"("project_id");

-- CreateIndex
CREATE UNIQUE INDEX "application_credential_user_id_name_key" ON "application_credential"("user_id", "name");

-- CreateIndex
CREATE INDEX "application_credential_role_role_id_idx" ON "application_credential_role"("role_id");

-- CreateIndex
CREATE UNIQUE INDEX "access_rule_user_id_service_path_method_key" ON "access_rule"("user_id", "service", "path", "method");

-- CreateIndex
CREATE INDEX "application_credential_access_rule_access_rule_id_idx" ON "application_credential_access_rule"("access_rule_id");

-- CreateIndex
CREATE INDEX "trust_trustee_user_id_idx" ON "trust"("trustee_user_id");

-- CreateIndex
CREATE INDEX "trust_redelegated_trust_id_idx" ON "trust"("redelegated_trust_id");

-- CreateIndex
CREATE UNIQUE INDEX "trust_duplicate_key" ON "trust"("trustor_user_id", "trustee_user_id", "project_id", "impersonation", "expires_at");

-- CreateIndex
CREATE INDEX "trust_role_role_id_idx" ON "trust_role"("role_id");

-- CreateIndex
CREATE INDEX "registered_limit_region_id_idx" ON "registered_limit"("region_id");

-- CreateIndex
CREATE UNIQUE INDEX "registered_limit_service_id_region_id_resource_name_key" ON "registered_limit"("service_id", "region_id", "resource_name");

-- CreateIndex
CREATE INDEX "limit_project_id_registered_limit_id_idx" ON "limit"("project_id", "registered_limit_id");

-- CreateIndex
CREATE INDEX "limit_domain_id_idx" ON "limit"("domain_id");

-- CreateIndex
CREATE INDEX "limit_registered_limit_id_idx" ON "limit"("registered_limit_id");

-- CreateIndex
CREATE INDEX "request_token_consumer_id_idx" ON "request_token"("consumer_id");

-- CreateIndex
CREATE INDEX "access_token_authorizing_user_id_idx" ON "access_token"("authorizing_user_id");

-- CreateIndex
CREATE INDEX "access_token_consumer_id_idx" ON "access_token"("consumer_id");

-- CreateIndex
CREATE INDEX "revocation_event_revoked_at_idx" ON "revocation_event"("revoked_at");

-- CreateIndex
CREATE INDEX "revocation_event_issued_before_idx" ON "revocation_event"("issued_before");

-- CreateIndex
CREATE INDEX "policy_association_policy_id_idx" ON "policy_association"("policy_id");

-- CreateIndex
CREATE INDEX "policy_association_endpoint_id_idx" ON "policy_association"("endpoint_id");

-- CreateIndex
CREATE INDEX "policy_association_service_id_idx" ON "policy_association"("service_id");
