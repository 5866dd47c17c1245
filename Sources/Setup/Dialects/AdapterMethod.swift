import Knowledge

/// PEFT's methods by the name that a config writes.
package enum AdapterMethod {
  /// The config class of a `peft_type` (peft 0.21.2, `register_peft_method` calls in tuners/*/__init__.py; up to
  /// 0.14 the literal `PEFT_TYPE_TO_CONFIG_MAPPING` in mapping.py); nil for a name that is none.
  package static func configClass(_ method: String) -> String? { classes[method].map { "peft.\($0)" } }

  /// Whether the config class is one of a method that learns virtual tokens and leaves the layers alone.
  package static func learnsPrompt(configClass: String) -> Bool {
    classes.contains { method, name in
      "peft.\(name)" == configClass && PeftMethods.kind(method).contains { $0.value == .prompt }
    }
  }

  private static let classes: [String: String] = [
    "LORA": "LoraConfig", "ADALORA": "AdaLoraConfig", "ADAPTION_PROMPT": "AdaptionPromptConfig",
    "BOFT": "BOFTConfig", "CPT": "CPTConfig", "FOURIERFT": "FourierFTConfig", "HRA": "HRAConfig",
    "IA3": "IA3Config", "LN_TUNING": "LNTuningConfig", "LOHA": "LoHaConfig", "LOKR": "LoKrConfig",
    "MULTITASK_PROMPT_TUNING": "MultitaskPromptTuningConfig", "OFT": "OFTConfig", "POLY": "PolyConfig",
    "P_TUNING": "PromptEncoderConfig", "PREFIX_TUNING": "PrefixTuningConfig",
    "PROMPT_TUNING": "PromptTuningConfig", "VERA": "VeraConfig", "XLORA": "XLoraConfig",
  ]
}
