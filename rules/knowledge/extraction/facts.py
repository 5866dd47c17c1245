"""The facts of one wheel: {table: {key columns: value column}}. One function a library."""

import ast

from . import classes, literals
from .package import Package

SEEN_IN_FORWARD = ("labels", "decoder_input_ids", "start_positions", "input_ids", "attention_mask")
FORWARD_TABLES = (
    "AutoModelForCausalLM",
    "AutoModelForSeq2SeqLM",
    "AutoModelForImageTextToText",
    "AutoModelForVision2Seq",
    "AutoModelForSpeechSeq2Seq",
    "AutoModelForSequenceClassification",
    "AutoModelForTokenClassification",
    "AutoModelForQuestionAnswering",
)
AUTO_SOURCES = ("auto_mappings.py", "configuration_auto.py", "modeling_auto.py")

# Classes whose parameters are recorded: library -> class -> "fields" (of the dataclass) or "init" (of
# __init__).
PARAMETERS = {
    "transformers": {
        "TrainingArguments": "fields",
        "Seq2SeqTrainingArguments": "fields",
        "Trainer": "init",
        "Seq2SeqTrainer": "init",
        "DataCollatorForSeq2Seq": "fields",
        "DataCollatorForLanguageModeling": "fields",
    },
    "trl": {"SFTConfig": "fields", "SFTTrainer": "init", "DataCollatorForCompletionOnlyLM": "init"},
    "peft": {
        "PeftConfig": "fields",
        "LoraConfig": "fields",
        "PromptTuningConfig": "fields",
        "PrefixTuningConfig": "fields",
        "PromptEncoderConfig": "fields",
        "AdaLoraConfig": "fields",
        "IA3Config": "fields",
    },
}

SOURCES = {
    "transformers": r"transformers/(__init__|training_args\w*|trainer\w*|configuration_utils|modelcard"
    r"|data/data_collator|generation/configuration_utils|hf_argparser|tokenization_utils_base"
    r"|utils/quantization_config|utils/generic|utils/hub|integrations/\w+)\.py",
    "peft": r"peft/.*\.py",
    "trl": r"trl/(__init__|core|data_utils|models/\w+|trainer/\w+|extras/\w+|scripts/utils|environment/\w+"
    r"|rewards/\w+)\.py",
    "accelerate": r"accelerate/(__init__|accelerator|data_loader|launchers|logging|parallelism_config|state"
    r"|tracking|utils/__init__|utils/dataclasses|utils/other|utils/modeling)\.py",
    "datasets": r"datasets/(__init__|arrow_dataset|iterable_dataset|dataset_dict|features/\w+|info|splits"
    r"|builder|download/\w+|utils/version|utils/info_utils)\.py",
}

# One file of many releases is read once.
cache = {}


def remembered(wheel, name, reader):
    key = (reader.__name__, *wheel.key(name))
    if key not in cache:
        cache[key] = reader(wheel.text(name))
    return cache[key]


def facts(wheel):
    """All facts of a wheel."""
    found = {"hashability": {}, "parameters": {}}
    modules = {
        name.removesuffix(".py").replace("/", "."): remembered(wheel, name, classes.read)
        for name in wheel.names(SOURCES[wheel.library])
    }
    package = Package(wheel.library, modules)
    for name in sorted(set(package.homes) & exports(wheel)):
        home = package.home(name)
        if home is None:
            continue
        answer = package.hashable(name, home)
        if answer is not None:
            found["hashability"][f"{wheel.library}.{name}",] = "hashable" if answer else "unhashable"
        kind = PARAMETERS.get(wheel.library, {}).get(name)
        if kind:
            for parameter, default in parameters(package.lineage(name, home), kind):
                found["parameters"][f"{wheel.library}.{name}", parameter] = shortened(default)
    if wheel.library == "transformers":
        found.update(transformers(wheel))
    if wheel.library == "peft":
        found.update(peft(wheel, package))
    return found


def exports(wheel):
    """The names that `from <library> import` offers: strings and imported names of its `__init__`."""
    names = set()
    for node in ast.walk(ast.parse(wheel.text(f"{wheel.library}/__init__.py"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            names.add(node.value)
        elif isinstance(node, ast.ImportFrom):
            if any(alias.name == "*" for alias in node.names) and node.module:
                names |= starred(wheel, node.module)
            names.update(alias.asname or alias.name for alias in node.names)
    return names


def starred(wheel, module):
    """What `from .module import *` brings: the module's own imports (peft and datasets write it so)."""
    base = f"{wheel.library}/{module.replace('.', '/').removeprefix(wheel.library + '/')}"
    names = set()
    for path in (f"{base}/__init__.py", f"{base}.py"):
        for node in ast.walk(ast.parse(wheel.text(path))):
            if isinstance(node, ast.ImportFrom):
                names.update(alias.asname or alias.name for alias in node.names)
            elif isinstance(node, ast.ClassDef):
                names.add(node.name)
    return names


def parameters(line, kind):
    """Fields with those of bases in the package, or the parameters of the nearest `__init__`."""
    merged = {}
    for base in reversed(line):
        if base.decorated is not None:
            merged.update(base.fields)
    if kind == "fields" and merged:
        return merged.items()
    return next((base.methods["__init__"] for base in line if "__init__" in base.methods), [])


def shortened(default):
    text = " ".join(default.split())
    return text if len(text) <= 60 else "(expression)"


def transformers(wheel):
    found = {"model_classes": {}, "auto_classes": {}, "forward": {}}
    names = {}
    folder = "transformers/models/auto/"
    for source in AUTO_SOURCES:
        literals.tables(wheel.text(folder + source), names)
    for model_type, config in names["CONFIG_MAPPING_NAMES"].items():
        found["model_classes"][model_type, "AutoConfig"] = config
    wanted = set()
    for auto, mapping in auto_classes(wheel.text(folder + "modeling_auto.py")).items():
        table = names.get(mapping + "_NAMES")
        if table is None:
            continue
        found["auto_classes"][auto,] = mapping
        for model_type, value in table.items():
            several = [value] if isinstance(value, str) else [name for name in value if name]
            found["model_classes"][model_type, auto] = ",".join(several)
            if auto in FORWARD_TABLES:
                wanted.update(several)
    found["forward"] = forwards(wheel, wanted)
    return found


def auto_classes(source):
    """Auto class -> name of the mapping it looks models up in."""
    found = {}
    for name, read in classes.read(source).classes.items():
        mapping = read.assigns.get("_model_mapping")
        if mapping and name.startswith("AutoModel") and mapping.endswith("_MAPPING"):
            found[name] = mapping
    return found


def forwards(wheel, wanted):
    """For each wanted class, what its `forward` takes of the parameters that matter; `**` for any keyword."""
    known = {}
    for name in wheel.names(r"transformers/models/(\w+/)+modeling_(?!tf_|flax_)\w+\.py"):
        known.update(remembered(wheel, name, classes.forwards))
    found = {}
    for name in wanted & set(known):
        pending, seen = [name], set()
        while pending:
            base = pending.pop(0).split(".")[-1]
            if base in known and base not in seen:
                seen.add(base)
                bases, taken = known[base]
                if taken is not None:
                    kept = [p for p in SEEN_IN_FORWARD if p in taken]
                    kept += ["**"] if any(p.startswith("**") for p in taken) else []
                    found[name,] = ",".join(kept)
                    break
                pending = bases + pending
    return found


def peft(wheel, package):
    """Members of the two enumerations; their home moved from utils/config.py to utils/peft_types.py."""
    found = {"task_types": {}, "peft_methods": {}}
    enums = {name: package.modules[package.home(name)].classes[name] for name in ("TaskType", "PeftType")}
    for member, value in enums["TaskType"].assigns.items():
        if not member.startswith("_"):
            found["task_types"][member,] = ast.literal_eval(value)
    prompt = set()
    for name in wheel.names(SOURCES["peft"]):
        for class_name, named in remembered(wheel, name, peft_types).items():
            home = name.removesuffix(".py").replace("/", ".")
            if any(base.name == "PromptLearningConfig" for base in package.lineage(class_name, home)[1:]):
                prompt |= named
    for member in enums["PeftType"].assigns:
        if not member.startswith("_"):
            found["peft_methods"][member,] = "prompt" if member in prompt else "adapter"
    return found


def peft_types(source):
    """Class -> the members of PeftType that its body names."""
    found = {}
    for node in ast.parse(source).body if "PeftType." in source else []:
        if isinstance(node, ast.ClassDef):
            found[node.name] = {
                part.attr
                for part in ast.walk(node)
                if isinstance(part, ast.Attribute) and getattr(part.value, "id", "") == "PeftType"
            }
    return found
