/// Texts that hold much of a grammar in little room.
enum Samples {
  static func texts(_ language: FuzzLanguage) -> [String] {
    switch language {
    case .json: return json
    case .records: return records
    case .yaml: return yaml
    case .toml: return toml
    case .python: return [python]
    case .cell: return [python + "!ls {a}\n%pip install peft\nx = !cat $f\n%%time\n?help\n"]
    case .notebook: return notebooks
    case .shell: return shell
    case .pins: return pins
    }
  }

  private static let json = [
    #"{"a": [1, -2.5e3, true, null], "b\u00e9\ud83d\ude00": {"c": "\n\"\\"}, "d": NaN, "a": 2,}"#,
    "\u{FEFF}// c\n{'a': True, b: None /* d */ \"e\" 1 }\n<<<<<<< HEAD\n[1\n=======\n[2,]\n>>>>>>> x\n",
    "[\"unclosed\n, \u{201C}curly\u{201D}, 0x1, +1, 01, \"tab\there\", Infinity}]",
  ]

  private static let records = [
    "{\"messages\": [{\"role\": \"user\", \"content\": \"a\\u00e9\\ud800\"}], \"n\": 1e5}\n\n{\"a\": NaN, \"a\": 2}\r\n{'x': None}\n",
    "[\n  {\"prompt\": \"a\", \"response\": \"b\"},\n  {\"prompt\": 1}\n]\n",
    "{\n  \"a\": 1\n}\n{\"b\": [[], {}]},\n<<<<<<< HEAD\n{\"c\": \"\u{1}\"}\n{\"cut",
  ]

  private static let yaml = [
    "a: 1\nb:\n  - x\n  - {y: [1, 2], \"z\": 'q'}\nc: |\n  text\n  more\nd: >-2\n   a\n\n   b\n# c\n",
    "%YAML 1.2\n%TAG !e! tag:e,2000:\n---\n? a\n: b\n--- !!str &x foo\n...\n---\n*x : !e!y z\n",
    "a: &a [1, *a]\n<<: *a\n'x\n y': \"\\x41\\\n  b\"\nk: [\n]\n- - - a\n  - b\n{a: b, ? c : d, [e]: f}\n",
    "base: &b {lr: 1e-4, n: 0o17, t: 2001-12-14}\nx:\n  <<: [*b, *b]\n  y: ${z:1}\n  j: {{ k }}\n",
  ]

  private static let toml = [
    "title = \"a\\u00e9\"\n[a.b]\nc = [1, 2,\n # d\n]\n[[e]]\nf = {g = 1, h.i = '''\nj'''}\n[[e]]\nd = 1979-05-27T07:32:00.5-07:00\n",
    "a.b = 0xFF\na.c = 1_000.5e+3\n\"k e\" = \"\"\"\n\\\n  x\"\"\"\"\n[a]\nb = 1\nt = 07:32\ni = -inf\n[a]\n= 3\n",
  ]

  private static let python = """
    # -*- coding: utf-8 -*-
    @d
    async def f[T: int = str, *U](a, /, b: int = 1, *c, e=2, **g) -> h:
        with (i as j, k), l: m[1:2, ..., ::3] = {**n, "o": p}
        match q:
            case [1, *_] | {"r": s, **t} | U(v=w) if (x := y): return f"{z!r:>{w}}{a=}" 'b'
            case -1 + 2j | None | a.b as c: pass
        try: x = [a for b in c if d async for e in f] or lambda *g, h=1: (yield i)
        except* (E, F) as e: raise e from None
        else: del a, (b)
        finally: assert not a, 'a' % b
        if x < y <= z != w is not v not in u: \\
            pass
        elif await x: global y
        else: x: int = 0x1F + 0b1 + 0o7 + 1_0.5e-3j @ -~+z ** 2 // 3
    class C(B, metaclass=M): a, *b = c = d, *e; f += 1
    type X[T] = t"{y:{z}}" rb'\\xff' and \"\"\"\\N{DASH}
    \"\"\" if a else {*b, c} | {d: e for f in g}
    from .a import (b as c, d,)
    import e.f as g
    print "2"
    while (a): break

    """

  private static let notebooks = [
    #"{"cells": [{"cell_type": "code", "source": ["%%time\n", "x = 1\n", "!pip install 'peft==0.1'\n"]}, {"cell_type": "code", "source": "%%bash\necho $a\u00e9"}, {"cell_type": "code", "source": ["%%writefile a.yaml\n", "a: [1,\n"]}], "metadata": {"kernelspec": {"language": "python"}}, "nbformat": 4}"#,
    #"{"worksheets": [{"cells": [{"cell_type": "code", "input": ["%%file b.py\n", "def f(:\n"], "language": "python"}, {"cell_type": "code", "source": 1}]}]}"#,
  ]

  private static let shell = [
    "#!/bin/bash\nset -e\nA=(b \"c d\" $e) # f\nexport G=${H:-1} I=$(j `k` \"$(l)\")\nif [[ $A == *x ]]; then m && n || o | p &\nelif q; then :; else r; fi\nfor i in \"$@\" {1..3}; do s >> t 2>&1; done\ncase $u in v|w) x;; *) y;& esac\n",
    "cat > z.py <<'EOF'\nimport a\nEOF\ncat <<-E > b.yaml\n\ta: $C\n\tE\nf() { local D=$'\\x41'; while read x; do break; done < <(g); }\nCUDA_VISIBLE_DEVICES=0 accelerate launch --num_processes 2 \\\n  train.py --lr 1e-4 \\ \n  --config '{\"a\": 1}' $((1 + 2)) ~/x\npip install -r req.txt \"peft>=0.1\"\n",
  ]

  private static let pins = [
    "peft==0.13.2\ntransformers[torch]>=4.40,<5 ; python_version >= \"3.9\" and (extra == 'a' or os_name != \"nt\")\n-r other.txt\n-c c.txt\ntorch @ https://a/b.whl # c\ndatasets ~= 2.0 \\\n  --hash=sha256:00\n",
    "FROM python:3.11-slim AS base\nARG V=1\nRUN pip install peft==0.1 && \\\n  pip install trl~=0.9\nFROM base\nRUN conda install pytorch=2.1\n",
    "[project]\nrequires-python = \">=3.9\"\ndependencies = [\"peft>=0.1\", \"trl\"]\n[tool.poetry.dependencies]\ntorch = {version = \"^2.1\", optional = true}\n",
    "dependencies:\n  - python=3.10\n  - pytorch::pytorch>=2\n  - pip:\n    - peft==0.1\n",
    "[options]\npython_requires = >=3.8\ninstall_requires =\n  peft>=0.1\n  trl; extra == 'a'\n",
    "from setuptools import setup\nsetup(python_requires='>=3.8', install_requires=['peft>=0.1', \"trl\"])\n",
  ]
}
