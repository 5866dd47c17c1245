import Testing

@testable import Knowledge

@Suite struct ModelNamesTests {
  @Test(arguments: [
    ("THUDM/chatglm3-6b", "chatglm"), ("thudm/ChatGLM3-6B-32k", "chatglm"),
    ("zai-org/chatglm2-6b", "chatglm"),
    ("THUDM/glm-4-9b-chat", "chatglm"), ("THUDM/glm-4-9b-chat-hf", "glm"), ("THUDM/glm-4-9b-hf", "glm"),
    ("THUDM/GLM-4-9B-0414", "glm4"), ("zai-org/GLM-Z1-32B-0414", "glm4"), ("zai-org/GLM-4.5", "glm4_moe"),
    ("zai-org/GLM-4.5-Air", "glm4_moe"), ("zai-org/GLM-4.5V", "glm4v_moe"),
    ("zai-org/GLM-4.7-Flash", "glm4_moe_lite"),
    ("meta-llama/Llama-2-7b-hf", "llama"), ("meta-llama/Meta-Llama-3-8B", "llama"),
    ("meta-llama/Llama-3.2-1B", "llama"), ("meta-llama/Llama-3.2-11B-Vision-Instruct", "mllama"),
    ("Qwen/Qwen-7B-Chat", "qwen"), ("Qwen/Qwen1.5-7B", "qwen2"), ("Qwen/Qwen1.5-MoE-A2.7B", "qwen2_moe"),
    ("Qwen/Qwen2.5-0.5B-Instruct", "qwen2"), ("Qwen/Qwen2.5-VL-7B-Instruct", "qwen2_5_vl"),
    ("google-t5/t5-small", "t5"), ("t5-small", "t5"), ("google/byt5-small", "t5"), ("google/mt5-base", "mt5"),
    ("google/gemma-2b", "gemma"), ("google/gemma-2-2b", "gemma2"), ("google/pegasus-x-base", "pegasus_x"),
    ("gpt2", "gpt2"), ("facebook/nllb-200-distilled-600M", "m2m_100"), ("facebook/nllb-moe-54b", "nllb-moe"),
  ])
  func knownNames(name: String, type: String) {
    #expect(ModelNames.modelType(hubName: name) == type)
  }

  @Test(arguments: [
    "someone/chatglm3-6b", "Qwen/Qwen-Image", "Qwen/Qwen2.5-Math-RM-72B", "t5-smaller", "", "/", "THUDM/",
    "a/b/c",
    "llama",
  ])
  func unknownNamesStayUnknown(name: String) {
    #expect(ModelNames.modelType(hubName: name) == nil)
  }

  @Test func aFolderKeepsTheNameByCustom() {
    #expect(ModelNames.modelType(folderName: "chatglm3-6b") == "chatglm")
    #expect(ModelNames.modelType(folderName: "Llama-2-7b-hf") == "llama")
    #expect(ModelNames.modelType(folderName: "output") == nil)
  }

  @Test(arguments: [
    ("", "", true), ("", "*", true), ("a", "", false), ("abc", "a*c", true), ("abcd", "a*c", false),
    ("aXbXc", "a*b*c", true), ("aab", "*ab", true), ("ab", "ab*", true),
  ])
  func globs(name: String, pattern: String, fits: Bool) {
    #expect(ModelNames.matches(Array(name.utf8), pattern: Array(pattern.utf8)) == fits)
  }
}
