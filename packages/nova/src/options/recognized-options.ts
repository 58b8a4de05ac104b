// SPDX-License-Identifier: Apache-2.0
import type { RecognizedNames } from '@stackport/config';
import { driverOptionNames } from './recognized-driver-options.js';

/**
 * Every option that the services of nova Zed (26.2.2, with its libraries) read, by group. One of them that no group of
 * ours declares is reported as not supported here; all other names that nothing reads, as probably mistyped.
 */
export function recognizedOptions(): RecognizedNames {
  const names = Object.entries({ ...NAMES, ...driverOptionNames });
  return Object.fromEntries(names.map(([group, text]) => [group, text.trim().split(/\s+/)]));
}

const NAMES: Readonly<Record<string, string>> = {
  DEFAULT: `
    allow_resize_to_same_host api_paste_config arq_binding_timeout backdoor_port backdoor_socket
    block_device_allocate_retries block_device_allocate_retries_interval cert client_socket_timeout compute_driver
    compute_monitors config_dir config_drive_format config_file config_source conn_pool_min_size conn_pool_ttl
    console_host control_exchange cpu_allocation_ratio daemon debug default_access_ip_network_name
    default_availability_zone default_ephemeral_format default_log_levels default_schedule_zone
    disk_allocation_ratio enable_new_services enabled_apis enabled_ssl_apis executor_thread_pool_size
    fatal_deprecations flat_injected force_config_drive force_raw_images graceful_shutdown_timeout
    heal_instance_info_cache_interval host initial_cpu_allocation_ratio initial_disk_allocation_ratio
    initial_ram_allocation_ratio injected_network_template instance_build_timeout instance_delete_interval
    instance_format instance_name_template instance_usage_audit instance_usage_audit_period instance_uuid_format
    instances_path internal_service_availability_zone key live_migration_retry_count log_config_append
    log_date_format log_dir log_file log_options log_rotate_interval log_rotate_interval_type log_rotation_type
    logging_context_format_string logging_debug_format_suffix logging_default_format_string logging_exception_prefix
    logging_user_identity_format long_rpc_timeout max_concurrent_builds max_concurrent_live_migrations
    max_concurrent_snapshots max_header_line max_local_block_devices max_logfile_count max_logfile_size_mb
    maximum_instance_delete_attempts metadata_listen metadata_listen_port metadata_workers migrate_max_retries
    mkisofs_cmd my_block_storage_ip my_ip network_allocate_retries non_inheritable_image_properties
    osapi_compute_listen osapi_compute_listen_port osapi_compute_unique_server_name_scope osapi_compute_workers
    password_length periodic_enable periodic_fuzzy_delay pointer_model preallocate_images publish_errors pybasedir
    ram_allocation_ratio rate_limit_burst rate_limit_except_level rate_limit_interval reboot_timeout
    reclaim_instance_interval record reimage_timeout_per_gb report_interval rescue_timeout reserved_host_cpus
    reserved_host_disk_mb reserved_host_memory_mb reserved_huge_pages resize_confirm_window
    resize_fs_using_block_device resume_guests_state_on_host_boot rootwrap_config rpc_conn_pool_size
    rpc_ping_enabled rpc_response_timeout run_external_periodic_tasks running_deleted_instance_action
    running_deleted_instance_poll_interval running_deleted_instance_timeout scheduler_instance_sync_interval
    service_down_time servicegroup_driver shelved_offload_time shelved_poll_interval shutdown_timeout source_is_ipv6
    ssl_only state_path sync_power_state_interval sync_power_state_pool_size syslog_log_facility tcp_keepidle
    tempdir timeout_nbd transport_url update_resources_interval use_cow_images use_eventlog use_journal use_json
    use_rootwrap_daemon use_stderr use_syslog vcpu_pin_set vif_plugging_is_fatal vif_plugging_timeout virt_mkfs
    volume_usage_poll_interval watch_log_file web wsgi_default_pool_size wsgi_keep_alive wsgi_log_format
    wsgi_server_debug
  `,
  api: `
    auth_strategy compute_link_prefix config_drive_skip_versions dhcp_domain enable_instance_password
    glance_link_prefix instance_list_cells_batch_fixed_size instance_list_cells_batch_strategy
    instance_list_per_project_cells list_records_by_skipping_down_cells local_metadata_per_cell max_limit
    metadata_cache_expiration neutron_default_tenant_id use_forwarded_for use_neutron_default_nets
    vendordata_dynamic_connect_timeout vendordata_dynamic_failure_fatal vendordata_dynamic_read_timeout
    vendordata_dynamic_ssl_certfile vendordata_dynamic_targets vendordata_jsonfile_path vendordata_providers
  `,
  api_database: `
    backend connection connection_debug connection_parameters connection_recycle_time connection_trace
    db_inc_retry_interval db_max_retries db_max_retry_interval db_retry_interval max_overflow max_pool_size
    max_retries mysql_enable_ndb mysql_sql_mode pool_timeout retry_interval slave_connection sqlite_synchronous
  `,
  barbican: `
    auth_endpoint barbican_api_version barbican_endpoint barbican_endpoint_type barbican_region_name
    number_of_retries retry_delay send_service_user_token verify_ssl verify_ssl_path
  `,
  barbican_service_user: `
    auth_section auth_type cafile certfile collect_timing insecure keyfile split_loggers timeout
  `,
  cache: `
    backend backend_argument config_prefix dead_timeout debug_cache_backend enable_retry_client
    enable_socket_keepalive enabled expiration_time hashclient_retry_attempts hashclient_retry_delay
    memcache_dead_retry memcache_password memcache_pool_connection_get_timeout memcache_pool_flush_on_reconnect
    memcache_pool_maxsize memcache_pool_unused_timeout memcache_sasl_enabled memcache_servers
    memcache_socket_timeout memcache_username proxies retry_attempts retry_delay socket_keepalive_count
    socket_keepalive_idle socket_keepalive_interval tls_allowed_ciphers tls_cafile tls_certfile tls_enabled
    tls_keyfile
  `,
  cinder: `
    auth_section auth_type auth_url cafile catalog_info certfile collect_timing cross_az_attach debug
    default_domain_id default_domain_name domain_id domain_name endpoint_template http_retries insecure keyfile
    os_region_name password project_domain_id project_domain_name project_id project_name split_loggers system_scope
    tenant_id tenant_name timeout trust_id user_domain_id user_domain_name user_id username
  `,
  compute: `
    consecutive_build_service_disable_threshold cpu_dedicated_set cpu_shared_set image_type_exclude_list
    live_migration_wait_for_vif_plug max_concurrent_disk_ops max_disk_devices_to_attach
    packing_host_numa_cells_allocation_strategy provider_config_location resource_provider_association_refresh
    shutdown_retry_interval vmdk_allowed_types
  `,
  conductor: `
    workers
  `,
  console: `
    allowed_origins ssl_ciphers ssl_minimum_version
  `,
  consoleauth: `
    token_ttl
  `,
  cors: `
    allow_credentials allow_headers allow_methods allowed_origin expose_headers max_age
  `,
  database: `
    backend connection connection_debug connection_parameters connection_recycle_time connection_trace
    db_inc_retry_interval db_max_retries db_max_retry_interval db_retry_interval max_overflow max_pool_size
    max_retries mysql_enable_ndb mysql_sql_mode pool_timeout retry_interval slave_connection sqlite_synchronous
    use_db_reconnect
  `,
  filter_scheduler: `
    aggregate_image_properties_isolation_namespace aggregate_image_properties_isolation_separator available_filters
    build_failure_weight_multiplier cpu_weight_multiplier cross_cell_move_weight_multiplier disk_weight_multiplier
    enabled_filters host_subset_size image_properties_default_architecture io_ops_weight_multiplier isolated_hosts
    isolated_images max_instances_per_host max_io_ops_per_host pci_weight_multiplier ram_weight_multiplier
    restrict_isolated_hosts_to_isolated_images shuffle_best_same_weighed_hosts soft_affinity_weight_multiplier
    soft_anti_affinity_weight_multiplier track_instance_changes weight_classes
  `,
  glance: `
    api_servers cafile certfile collect_timing connect_retries connect_retry_delay debug
    default_trusted_certificate_ids enable_certificate_validation enable_rbd_download endpoint_override insecure
    keyfile num_retries rbd_ceph_conf rbd_connect_timeout rbd_pool rbd_user region_name service_name service_type
    split_loggers status_code_retries status_code_retry_delay timeout valid_interfaces verify_glance_signatures
  `,
  healthcheck: `
    backends detailed disable_by_file_path disable_by_file_paths path
  `,
  image_cache: `
    manager_interval precache_concurrency remove_unused_base_images remove_unused_original_minimum_age_seconds
    remove_unused_resized_minimum_age_seconds subdirectory_name
  `,
  key_manager: `
    auth_type auth_url backend domain_id domain_name fixed_key password project_domain_id project_domain_name
    project_id project_name reauthenticate token trust_id user_domain_id user_domain_name user_id username
  `,
  keystone: `
    auth_section auth_type auth_url cafile certfile collect_timing connect_retries connect_retry_delay
    default_domain_id default_domain_name domain_id domain_name endpoint_override insecure keyfile password
    project_domain_id project_domain_name project_id project_name region_name service_name service_type
    split_loggers status_code_retries status_code_retry_delay system_scope tenant_id tenant_name timeout trust_id
    user_domain_id user_domain_name user_id username valid_interfaces
  `,
  keystone_authtoken: `
    auth_section auth_type auth_uri auth_url auth_version cache cafile certfile delay_auth_decision
    enforce_token_bind http_connect_timeout http_request_max_retries include_service_catalog insecure interface
    keyfile memcache_pool_conn_get_timeout memcache_pool_dead_retry memcache_pool_maxsize
    memcache_pool_socket_timeout memcache_pool_unused_timeout memcache_secret_key memcache_security_strategy
    memcache_use_advanced_pool memcached_servers password project_domain_name project_name region_name
    service_token_roles service_token_roles_required service_type token_cache_time user_domain_name username
    www_authenticate_uri
  `,
  metrics: `
    required weight_multiplier weight_of_unavailable weight_setting
  `,
  neutron: `
    auth_section auth_type auth_url cafile certfile collect_timing connect_retries connect_retry_delay
    default_domain_id default_domain_name default_floating_pool domain_id domain_name endpoint_override
    extension_sync_interval http_retries insecure keyfile metadata_proxy_shared_secret ovs_bridge password physnets
    project_domain_id project_domain_name project_id project_name region_name service_metadata_proxy service_name
    service_type split_loggers status_code_retries status_code_retry_delay system_scope tenant_id tenant_name
    timeout trust_id user_domain_id user_domain_name user_id username valid_interfaces
  `,
  notifications: `
    bdms_in_notifications default_level notification_format notify_on_state_change versioned_notifications_topics
  `,
  oslo_concurrency: `
    disable_process_locking lock_path
  `,
  oslo_limit: `
    auth_url cafile certfile collect_timing connect_retries connect_retry_delay default_domain_id
    default_domain_name domain_id domain_name endpoint_id endpoint_override insecure keyfile max_version min_version
    password project_domain_id project_domain_name project_id project_name region_name service_name service_type
    split_loggers status_code_retries status_code_retry_delay system_scope tenant_id tenant_name timeout trust_id
    user_domain_id user_domain_name user_id username valid_interfaces version
  `,
  oslo_messaging_amqp: `
    addressing_mode anycast_address broadcast_prefix connection_retry_backoff connection_retry_interval
    connection_retry_interval_max container_name default_notification_exchange default_notify_timeout
    default_reply_retry default_reply_timeout default_rpc_exchange default_send_timeout default_sender_link_timeout
    group_request_prefix idle_timeout link_retry_delay multicast_address notify_address_prefix notify_server_credit
    pre_settled pseudo_vhost reply_link_credit rpc_address_prefix rpc_server_credit sasl_config_dir sasl_config_name
    sasl_default_realm sasl_mechanisms server_request_prefix ssl ssl_ca_file ssl_cert_file ssl_key_file
    ssl_key_password ssl_verify_vhost trace unicast_address
  `,
  oslo_messaging_kafka: `
    compression_codec conn_pool_min_size conn_pool_ttl consumer_group enable_auto_commit kafka_consumer_timeout
    kafka_max_fetch_bytes max_poll_records pool_size producer_batch_size producer_batch_timeout sasl_mechanism
    security_protocol ssl_cafile ssl_client_cert_file ssl_client_key_file ssl_client_key_password
  `,
  oslo_messaging_notifications: `
    driver retry topics transport_url
  `,
  oslo_messaging_rabbit: `
    amqp_auto_delete amqp_durable_queues direct_mandatory_flag enable_cancel_on_failover heartbeat_in_pthread
    heartbeat_rate heartbeat_timeout_threshold kombu_compression kombu_failover_strategy
    kombu_missing_consumer_retry_timeout kombu_reconnect_delay rabbit_ha_queues rabbit_interval_max
    rabbit_login_method rabbit_qos_prefetch_count rabbit_quorum_delivery_limit rabbit_quorum_queue
    rabbit_quroum_max_memory_bytes rabbit_quroum_max_memory_length rabbit_retry_backoff rabbit_retry_interval
    rabbit_transient_queues_ttl ssl ssl_ca_file ssl_cert_file ssl_enforce_fips_mode
    ssl_enforce_hostname_verification ssl_key_file ssl_version
  `,
  oslo_middleware: `
    enable_proxy_headers_parsing http_basic_auth_user_file max_request_body_size secure_proxy_ssl_header
  `,
  oslo_policy: `
    enforce_new_defaults enforce_scope policy_default_rule policy_dirs policy_file remote_content_type
    remote_ssl_ca_crt_file remote_ssl_client_crt_file remote_ssl_client_key_file remote_ssl_verify_server_crt
  `,
  oslo_reports: `
    file_event_handler file_event_handler_interval log_dir
  `,
  placement: `
    auth_section auth_type auth_url cafile certfile collect_timing connect_retries connect_retry_delay
    default_domain_id default_domain_name domain_id domain_name endpoint_override insecure keyfile password
    project_domain_id project_domain_name project_id project_name region_name service_name service_type
    split_loggers status_code_retries status_code_retry_delay system_scope tenant_id tenant_name timeout trust_id
    user_domain_id user_domain_name user_id username valid_interfaces
  `,
  privsep: `
    capabilities group helper_command logger_name thread_pool_size user
  `,
  profiler: `
    connection_string enabled es_doc_type es_scroll_size es_scroll_time filter_error_trace hmac_keys
    sentinel_service_name socket_timeout trace_sqlalchemy
  `,
  quota: `
    cores count_usage_from_placement driver injected_file_content_bytes injected_file_path_length injected_files
    instances key_pairs metadata_items ram recheck_quota server_group_members server_groups
  `,
  remote_debug: `
    host port
  `,
  scheduler: `
    discover_hosts_in_cells_interval enable_isolated_aggregate_filtering image_metadata_prefilter
    limit_tenants_to_placement_aggregate max_attempts max_placement_results placement_aggregate_required_for_tenants
    query_placement_for_availability_zone query_placement_for_image_type_support
    query_placement_for_routed_network_aggregates workers
  `,
  serial_console: `
    base_url enabled port_range proxyclient_address serialproxy_host serialproxy_port
  `,
  service_user: `
    auth_section auth_type auth_url cafile certfile collect_timing default_domain_id default_domain_name domain_id
    domain_name insecure keyfile password project_domain_id project_domain_name project_id project_name
    send_service_user_token split_loggers system_scope tenant_id tenant_name timeout trust_id user_domain_id
    user_domain_name user_id username
  `,
  spice: `
    agent_enabled enabled html5proxy_base_url html5proxy_host html5proxy_port server_listen
    server_proxyclient_address
  `,
  upgrade_levels: `
    baseapi cert compute conductor scheduler
  `,
  vault: `
    approle_role_id approle_secret_id kv_mountpoint kv_version namespace root_token_id ssl_ca_crt_file use_ssl
    vault_url
  `,
  vendordata_dynamic_auth: `
    auth_section auth_type auth_url cafile certfile collect_timing default_domain_id default_domain_name domain_id
    domain_name insecure keyfile password project_domain_id project_domain_name project_id project_name
    split_loggers system_scope tenant_id tenant_name timeout trust_id user_domain_id user_domain_name user_id
    username
  `,
  vnc: `
    auth_schemes enabled novncproxy_base_url novncproxy_host novncproxy_port server_listen
    server_proxyclient_address vencrypt_ca_certs vencrypt_client_cert vencrypt_client_key
  `,
  workarounds: `
    disable_compute_service_check_for_ffu disable_deep_image_inspection disable_fallback_pcpu_query
    disable_group_policy_check_upcall disable_libvirt_livesnapshot disable_rootwrap enable_numa_live_migration
    enable_qemu_monitor_announce_self ensure_libvirt_rbd_instance_dir_cleanup handle_virt_lifecycle_events
    libvirt_disable_apic never_download_image_if_on_rbd reserve_disk_resource_for_image_cache
    skip_cpu_compare_at_startup skip_cpu_compare_on_dest skip_hypervisor_version_check_on_lm
    skip_reserve_in_use_ironic_nodes unified_limits_count_pcpu_as_vcpu wait_for_vif_plugged_event_during_hard_reboot
  `,
  wsgi: `
    api_paste_config client_socket_timeout default_pool_size keep_alive max_header_line secure_proxy_ssl_header
    ssl_ca_file ssl_cert_file ssl_key_file tcp_keepidle wsgi_log_format
  `,
};
