"""The modules of a package: finds a class from where its name is used, and tells whether it has a hash."""

# Bases outside the package that set __hash__ to None; a name with a dot is one of another Hugging Face
# library.
UNHASHABLE = {
    "dict",
    "list",
    "set",
    "OrderedDict",
    "UserDict",
    "UserList",
    "Mapping",
    "MutableMapping",
    "defaultdict",
    "bytearray",
    "TypedDict",
    "transformers.TrainingArguments",
    "transformers.Seq2SeqTrainingArguments",
    "transformers.DataCollatorForLanguageModeling",
    "transformers.PretrainedConfig",
    "transformers.PreTrainedConfig",
    "transformers.GPT2Config",
}
# Bases outside the package whose instances have a hash. Those of DECIDING set it, the others leave object's.
DECIDING = {"str", "int", "float", "tuple", "Enum", "IntEnum", "StrEnum"}
HASHABLE = DECIDING | {
    "object",
    "ABC",
    "Generic",
    "Protocol",
    "Module",
    "Exception",
    "ValueError",
    "RuntimeError",
    "RuntimeWarning",
    "UserWarning",
    "ImportError",
    "Thread",
    "Sequence",
    "Iterable",
    "Dataset",
    "IterableDataset",
    "Sampler",
    "BatchSampler",
    "DataLoader",
    "Optimizer",
    "Logger",
    "LoggerAdapter",
    "Callable",
    "Tensor",
    "Linear",
    "transformers.Trainer",
    "transformers.TrainerCallback",
    "transformers.PushToHubMixin",
    "transformers.PreTrainedModel",
}


class Package:
    """Modules by dotted path, such as `trl.trainer.sft_trainer`."""

    def __init__(self, library, modules):
        self.library, self.modules = library, modules
        self.homes = {}
        for path, module in modules.items():
            for name in module.classes:
                self.homes.setdefault(name, []).append(path)

    def home(self, name):
        """The module that defines what `from <library> import name` gives; None where two modules could."""
        for start in (f"{self.library}.__init__", f"{self.library}.utils.__init__"):
            place, _ = self.find(name, start)
            if place:
                return place
        homes = self.homes.get(name, [])
        return homes[0] if len(homes) == 1 else None

    def find(self, name, home, seen=()):
        """(module path, Class) of a name as `home` writes it; (None, qualified name) outside the package."""
        short = name.split("[")[0].split(".")[-1]
        module = self.modules.get(home)
        if module and short in module.classes:
            return home, module.classes[short]
        if module and short in module.imports and (home, short) not in seen:
            level, source, original = module.imports[short]
            if level == 0 and source.split(".")[0] != self.library:
                return None, f"{source.split('.')[0]}.{original}"
            parts = home.split(".")
            base = parts[: len(parts) - level] if level else []
            target = ".".join([*base, *([source] if source else [])])
            for path in (target, target + ".__init__"):
                if path in self.modules:
                    place, found = self.find(original, path, (*seen, (home, short)))
                    if place:
                        return place, found
        homes = self.homes.get(short, [])
        if len(homes) == 1 and module and short in module.imports:
            return homes[0], self.modules[homes[0]].classes[short]
        return None, short

    def lineage(self, name, home):
        """The class and its bases inside the package, nearest first, as Class."""
        result, pending = [], [(name, home)]
        while pending:
            place, found = self.find(*pending.pop(0))
            if place and found not in result:
                result.append(found)
                pending = [(base, place) for base in found.bases] + pending
        return result

    def hashable(self, name, home, depth=0):
        """True, False or None (unknown), by Python's rules for __hash__."""
        place, found = self.find(name, home)
        if place is None:
            plain = found if found.split(".")[0] in ("transformers",) else found.split(".")[-1]
            return False if plain in UNHASHABLE else True if plain in HASHABLE else None
        if found.hashes is not None:
            return found.hashes
        if found.decorated is not None and depth < 20:
            return self.by_dataclass(found, place, depth)
        return False if found.compares else self.by_bases(found, place, depth)

    def by_dataclass(self, found, place, depth):
        """The table `_hash_action` of CPython's Lib/dataclasses.py, for a body without __hash__."""
        options = found.decorated
        if options.get("unsafe_hash") == "True":
            return True
        if options.get("eq", "True") == "True":
            return options.get("frozen") == "True"
        return False if found.compares else self.by_bases(found, place, depth)

    def by_bases(self, found, place, depth):
        for base in found.bases:
            answer = self.hashable(base, place, depth + 1) if depth < 20 else None
            # object.__hash__ comes last in the order of resolution: a base that only has that leaves it to
            # the next.
            if answer is not True or self.decides(base, place, depth + 1):
                return answer
        return True

    def decides(self, name, home, depth):
        """Whether the class or a base of it sets __hash__ itself."""
        place, found = self.find(name, home)
        if place is None:
            return found.split(".")[-1] in DECIDING
        if found.hashes is not None or found.compares or found.decorated is not None:
            return True
        return depth < 20 and any(self.decides(base, place, depth + 1) for base in found.bases)
