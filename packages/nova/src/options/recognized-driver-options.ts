// SPDX-License-Identifier: Apache-2.0

/** Options of hypervisors’ drivers and their devices that Zed (26.2.2) reads, by group. */
export const driverOptionNames: Readonly<Record<string, string>> = {
  cyborg: `
    cafile certfile collect_timing connect_retries connect_retry_delay endpoint_override insecure keyfile
    region_name service_name service_type split_loggers status_code_retries status_code_retry_delay timeout
    valid_interfaces
  `,
  devices: `
    enabled_mdev_types
  `,
  ephemeral_storage_encryption: `
    cipher enabled key_size
  `,
  guestfs: `
    debug
  `,
  hyperv: `
    config_drive_cdrom config_drive_inject_password dynamic_memory_ratio enable_instance_metrics_collection
    enable_remotefx instances_path_share iscsi_initiator_list limit_cpu_features mounted_disk_query_retry_count
    mounted_disk_query_retry_interval power_state_check_timeframe power_state_event_polling_interval qemu_img_cmd
    use_multipath_io volume_attach_retry_count volume_attach_retry_interval vswitch_name wait_soft_reboot_seconds
  `,
  ironic: `
    api_max_retries api_retry_interval auth_section auth_type auth_url cafile certfile collect_timing
    connect_retries connect_retry_delay domain_id domain_name endpoint_override insecure keyfile partition_key
    password peer_list project_domain_id project_domain_name project_id project_name region_name
    serial_console_state_timeout service_name service_type split_loggers status_code_retries status_code_retry_delay
    system_scope timeout trust_id user_domain_id user_domain_name user_id username valid_interfaces
  `,
  libvirt: `
    connection_uri cpu_mode cpu_model_extra_flags cpu_models device_detach_attempts device_detach_timeout
    disk_cachemodes disk_prefix enabled_perf_events file_backed_memory gid_maps hw_disk_discard hw_machine_type
    images_rbd_ceph_conf images_rbd_glance_copy_poll_interval images_rbd_glance_copy_timeout
    images_rbd_glance_store_name images_rbd_pool images_type images_volume_group inject_key inject_partition
    inject_password iscsi_iface iser_use_multipath live_migration_bandwidth live_migration_completion_timeout
    live_migration_downtime live_migration_downtime_delay live_migration_downtime_steps live_migration_inbound_addr
    live_migration_permit_auto_converge live_migration_permit_post_copy live_migration_scheme
    live_migration_timeout_action live_migration_tunnelled live_migration_uri live_migration_with_native_tls
    max_queues mem_stats_period_seconds nfs_mount_options nfs_mount_point_base num_aoe_discover_tries
    num_iser_scan_tries num_memory_encrypted_guests num_nvme_discover_tries num_pcie_ports num_volume_scan_tries
    pmem_namespaces quobyte_client_cfg quobyte_mount_point_base rbd_connect_timeout rbd_destroy_volume_retries
    rbd_destroy_volume_retry_interval rbd_secret_uuid rbd_user realtime_scheduler_priority
    remote_filesystem_transport rescue_image_id rescue_kernel_id rescue_ramdisk_id rng_dev_path rx_queue_size
    smbfs_mount_options smbfs_mount_point_base snapshot_compression snapshot_image_format snapshots_directory
    sparse_logical_volumes swtpm_enabled swtpm_group swtpm_user sysinfo_serial tx_queue_size uid_maps
    use_virtio_for_bridges virt_type volume_clear volume_clear_size volume_use_multipath vzstorage_cache_path
    vzstorage_log_path vzstorage_mount_group vzstorage_mount_opts vzstorage_mount_perms vzstorage_mount_point_base
    vzstorage_mount_user wait_soft_reboot_seconds
  `,
  mks: `
    enabled mksproxy_base_url
  `,
  pci: `
    alias device_spec report_in_placement
  `,
  rdp: `
    enabled html5_proxy_base_url
  `,
  vmware: `
    api_retry_count ca_file cache_prefix cluster_name connection_pool_size console_delay_seconds datastore_regex
    host_ip host_password host_port host_username insecure integration_bridge maximum_objects pbm_default_policy
    pbm_enabled pbm_wsdl_location serial_log_dir serial_port_proxy_uri serial_port_service_uri task_poll_interval
    use_linked_clone vnc_keymap vnc_port vnc_port_total
  `,
  zvm: `
    ca_file cloud_connector_url image_tmp_path reachable_timeout
  `,
};
