import Datasets
import Linting
import Setup
import Syntax
import Testing

@testable import Reporting

@Suite struct MachineReportTests {
  @Test func conciseIsOneLineAFindingAndNothingElse() {
    let report = Sample.report([Sample.invalidTaskType, Sample.finding(at: .file("b"), "x")])
    #expect(
      OutputFormat.concise.render(report, .plain) == """
        configs/lora.yaml:4:14: warning[invalid-task-type] `CASUAL_LM` is not a task type of PEFT
        b: error[invalid-task-type] x

        """)
    #expect(OutputFormat.concise.render(Sample.report([]), .plain) == "")
  }

  @Test func jsonSaysEverythingInAFixedOrder() {
    #expect(
      OutputFormat.json.render(Sample.report([Sample.invalidTaskType]), .plain) == #"""
        {"version":1,"tool":{"name":"glmlint","version":"0.1.0"},
        "findings":[
         {"rule":"invalid-task-type","severity":"warning","certainty":"possible","status":"active",\#
        "message":"`CASUAL_LM` is not a task type of PEFT",\#
        "helpUri":"https://example.org/rules/invalid-task-type","path":"configs/lora.yaml",\#
        "range":{"start":{"line":4,"column":14,"byte":62},"end":{"line":4,"column":23,"byte":71}},\#
        "cell":null,"record":null,"occurrences":null,\#
        "effects":[{"versions":{"peft":">=0.14"},"when":"start",\#
        "effect":"ValueError: Invalid task type: 'CASUAL_LM'"},\#
        {"versions":{"peft":"<0.14"},"when":"silently",\#
        "effect":"a bare PeftModel takes the place of PeftModelForCausalLM"}],\#
        "related":[{"path":"configs/lora.yaml",\#
        "range":{"start":{"line":3,"column":14,"byte":44},"end":{"line":3,"column":18,"byte":48}},\#
        "message":"this adapter type takes a task type"},\#
        {"path":"train.py",\#
        "range":{"start":{"line":7,"column":17,"byte":135},"end":{"line":7,"column":42,"byte":160}},\#
        "message":"the run starts here"},\#
        {"path":"requirements.txt","range":null,"message":"nothing here pins peft"}],\#
        "fixes":[{"title":"replace by CAUSAL_LM","safe":true,"edits":[{"path":"configs/lora.yaml",\#
        "range":{"start":{"line":4,"column":14,"byte":62},"end":{"line":4,"column":23,"byte":71}},\#
        "text":"CAUSAL_LM"}]}],"confirmations":[],"fingerprint":"0123456789abcdef"}
        ],
        "summary":{"files":3,"records":0,"bytes":0,"findings":{"error":0,"warning":1,"info":0},"skipped":[]}}

        """#)
  }
}
