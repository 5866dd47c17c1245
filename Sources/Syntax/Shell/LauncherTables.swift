/// The options of the launchers: enough to find where the script stands.
///
/// Sources: `accelerate/commands/launch.py` of accelerate 1.15.0 (and the flags of 0.34.2, 1.0.0 and 1.7.0
/// that it has no more), `torch/distributed/run.py` and `launch.py` of torch 2.9.0,
/// `deepspeed/launcher/runner.py` of deepspeed 0.19.8, and `torchtune/_cli/run.py` of torchtune 0.6.1
/// (torchrun's own parser).
struct LauncherTable: Sendable {
  /// Flags that stand alone, with dashes, `-` inside written as `_`.
  let switches: Set<String>
  /// Flags that take one value.
  let valued: Set<String>
  /// Flags behind which the launcher runs a module instead of a file.
  let moduleSwitches: Set<String>
  /// A unique beginning of a long flag is understood (argparse's `allow_abbrev`).
  let takesAbbreviations: Bool

  private init(_ switches: String, valued: String, modules: Set<String>, takesAbbreviations: Bool) {
    self.switches = Set(switches.split(separator: " ").map(String.init))
    self.valued = Set(valued.split(separator: " ").map(String.init))
    moduleSwitches = modules
    self.takesAbbreviations = takesAbbreviations
  }

  /// What a flag means; nil for one that the launcher does not know.
  enum Meaning { case alone, valued }

  /// The canonical name and meaning of `flag` (without `=value`).
  func look(up flag: String) -> (name: String, meaning: Meaning)? {
    let name = Self.canonical(flag)
    if switches.contains(name) { return (name, .alone) }
    if valued.contains(name) { return (name, .valued) }
    guard takesAbbreviations, name.hasPrefix("--"), name.utf8.count > 2 else { return nil }
    let matches = switches.union(valued).filter { $0.hasPrefix(name) }
    guard matches.count == 1, let match = matches.first else { return nil }
    return (match, switches.contains(match) ? .alone : .valued)
  }

  /// `--nproc-per-node` as `--nproc_per_node`; both spellings are taken by accelerate and torchrun.
  static func canonical(_ flag: String) -> String {
    let dashes = flag.utf8.prefix { $0 == UInt8(ascii: "-") }
    let rest = flag.utf8.dropFirst(dashes.count).map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }
    return String(decoding: Array(dashes) + rest, as: UTF8.self)
  }

  static let accelerate = LauncherTable(
    """
    -h --help --quiet -q --cpu --multi_gpu --tpu --enable_cpu_affinity --dynamo_use_fullgraph \
    --dynamo_use_dynamic --dynamo_use_regional_compilation --use_deepspeed --use_fsdp \
    --use_parallelism_config --use_megatron_lm --same_network -m --module --no_python --tpu_cluster \
    --no_tpu_cluster --tpu_use_sudo --downcast_bf16 --fp8_use_autocast_during_eval --debug --ipex --use_xpu
    """,
    valued: """
      --config_file --mixed_precision --num_processes --num_machines --num_cpu_threads_per_process \
      --dynamo_backend --dynamo_mode --gpu_ids --machine_rank --main_process_ip --main_process_port -t --tee \
      --log_dir --role --rdzv_backend --rdzv_conf --max_restarts --monitor_interval --vm --env \
      --main_training_function --deepspeed_config_file --zero_stage --offload_optimizer_device \
      --offload_param_device --offload_optimizer_nvme_path --offload_param_nvme_path \
      --gradient_accumulation_steps --gradient_clipping --zero3_init_flag --zero3_save_16bit_model \
      --deepspeed_hostfile --deepspeed_exclusion_filter --deepspeed_inclusion_filter \
      --deepspeed_multinode_launcher --deepspeed_moe_layer_cls_names --fsdp_version --fsdp_offload_params \
      --fsdp_min_num_params --fsdp_sharding_strategy --fsdp_reshard_after_forward --fsdp_auto_wrap_policy \
      --fsdp_transformer_layer_cls_to_wrap --fsdp_backward_prefetch --fsdp_backward_prefetch_policy \
      --fsdp_state_dict_type --fsdp_forward_prefetch --fsdp_use_orig_params --fsdp_cpu_ram_efficient_loading \
      --fsdp_sync_module_states --fsdp_activation_checkpointing --fsdp_activation_checkpointing_offload \
      --megatron_lm_tp_degree --megatron_lm_use_custom_fsdp --megatron_lm_no_load_optim \
      --megatron_lm_eod_mask_loss --megatron_lm_overlap_cpu_optimizer_d2h_h2d --megatron_lm_no_save_optim \
      --megatron_lm_optimizer_cpu_offload --megatron_lm_use_precision_aware_optimizer \
      --megatron_lm_decoder_last_pipeline_num_layers --megatron_lm_pp_degree --megatron_lm_num_micro_batches \
      --megatron_lm_sequence_parallelism --megatron_lm_recompute_activations \
      --megatron_lm_use_distributed_optimizer --megatron_lm_gradient_clipping \
      --megatron_lm_recompute_granularity --megatron_lm_recompute_method --megatron_lm_recompute_num_layers \
      --megatron_lm_attention_backend --megatron_lm_expert_model_parallel_size \
      --megatron_lm_context_parallel_size --megatron_lm_attention_dropout --megatron_lm_hidden_dropout \
      --megatron_lm_attention_softmax_in_fp32 --megatron_lm_expert_tensor_parallel_size \
      --megatron_lm_calculate_per_token_loss --megatron_lm_use_rotary_position_embeddings --fp8_backend \
      --fp8_margin --fp8_interval --fp8_format --fp8_amax_history_len --fp8_amax_compute_algo \
      --fp8_override_linear_precision --fp8_opt_level --fp8_enable_fsdp_float8_all_gather \
      --fp8_pad_inner_dim --aws_access_key_id --aws_secret_access_key --mpirun_hostfile --mpirun_ccl \
      --parallelism_config_dp_replicate_size --parallelism_config_dp_shard_size \
      --parallelism_config_tp_size --parallelism_config_cp_size --parallelism_config_cp_backend \
      --parallelism_config_cp_comm_strategy --parallelism_config_sp_size --parallelism_config_sp_backend \
      --parallelism_config_sp_seq_length --parallelism_config_sp_seq_length_is_variable \
      --parallelism_config_sp_attn_implementation
      """,
    modules: ["-m", "--module"], takesAbbreviations: false)

  static let torchrun = LauncherTable(
    "-h --help --standalone -m --module --no_python --run_path",
    valued: """
      --nnodes --nproc_per_node --rdzv_backend --rdzv_endpoint --rdzv_id --rdzv_conf --max_restarts \
      --monitor_interval --start_method --event_log_handler --role --log_dir -r --redirects -t --tee \
      --local_ranks_filter --node_rank --master_addr --master_port --local_addr --logs_specs --numa_binding
      """,
    modules: ["-m", "--module"], takesAbbreviations: true)

  /// torchrun's options and one of its own.
  static let torchDistributedLaunch = LauncherTable(
    torchrun.switches.union(["--use_env"]).sorted().joined(separator: " "),
    valued: torchrun.valued.sorted().joined(separator: " "), modules: ["-m", "--module"],
    takesAbbreviations: true)

  static let deepspeed = LauncherTable(
    """
    -h --help --module --no_python --no_local_rank --no_ssh --no_ssh_check --force_multi --save_pid \
    --bind_cores_to_rank -q --quiet
    """,
    valued: """
      -H --hostfile -i --include -e --exclude --num_nodes --num_gpus --num_accelerators --master_port \
      --master_addr --node_rank --launcher --launcher_args --enable_each_rank_log --autotuning \
      --bind_core_list --ssh_port --venv_script --log_level
      """,
    modules: ["--module"], takesAbbreviations: true)
}
