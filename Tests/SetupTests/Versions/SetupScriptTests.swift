import Syntax
import Testing

@testable import Setup

@Suite struct SetupScriptTests {
  @Test func literalsOfTheSetupCallArePins() {
    let file = SourceFile(
      path: "setup.py",
      text: """
        from setuptools import setup
        REQUIRED = ["transformers>=4.40,<4.46", 'peft == 0.13.2', "torch"]
        setup(name="x", python_requires=">=3.9", install_requires=REQUIRED, extras_require={"dev": ["trl==0.9"]})
        """)
    let pins = SetupScript.read(PythonParser.parse(file))
    #expect(pins.map(\.library) == ["transformers", "peft", "torch", "python"])
    #expect(pins.map(\.versions.description) == [">=4.40,<4.46", "==0.13.2", "any", ">=3.9"])
    #expect(pins[0].span.text == "transformers>=4.40,<4.46")
  }

  @Test func whatIsNotALiteralIsNotAPin() {
    let file = SourceFile(
      path: "setup.py",
      text: """
        from setuptools import setup
        setup(install_requires=open("requirements.txt").read().split(), python_requires=version())
        """)
    #expect(SetupScript.read(PythonParser.parse(file)).isEmpty)
  }
}
