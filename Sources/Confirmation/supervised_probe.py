"""Runs of trl's `SFTTrainer` for `stack_probe.py`: which tokens of a record carry loss."""

import inspect
import math

# The special tokens, and a token for each byte.
SPECIAL = ["<pad>", "<s>", "</s>"]
VOCABULARY = len(SPECIAL) + 256


# The tokenizer and its chat templates.

TEMPLATES = {
    "plain": "{% for m in messages %}{{ '<|' + m['role'] + '|>' + m['content'] + '</s>' }}{% endfor %}"
             "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}",
    "generation": "{% for m in messages %}{{ '<|' + m['role'] + '|>' }}{% if m['role'] == 'assistant' %}"
                  "{% generation %}{{ m['content'] + '</s>' }}{% endgeneration %}{% else %}{{ m['content'] + '</s>' }}"
                  "{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}",
}
# What marks the assistant's turn ends with a space.
TEMPLATES["generationWithSpace"] = TEMPLATES["generation"].replace("'</s>' }}{% endgen", "'</s> ' }}{% endgen")


def byte_names():
    """The characters that stand for bytes in byte-level vocabularies."""
    visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
    names = {byte: chr(byte) for byte in visible}
    for byte in range(256):
        names.setdefault(byte, chr(256 + byte - sum(other < byte for other in visible)))
    return names


def make_tokenizer(plan):
    """A token for each byte, so that texts of any language are told token by token."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast
    vocabulary = {token: place for place, token in enumerate(SPECIAL)}
    vocabulary |= {name: len(SPECIAL) + byte for byte, name in byte_names().items()}
    fast = Tokenizer(models.BPE(vocabulary, []))
    splitting = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    if plan.get("dropsSpaces"):
        splitting = pre_tokenizers.Sequence([pre_tokenizers.Split(" ", "removed"), splitting])
    fast.pre_tokenizer, fast.decoder = splitting, decoders.ByteLevel()
    padding = {"own": "<pad>", "eos": "</s>", None: None}[plan.get("padding", "own")]
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=fast, bos_token="<s>", eos_token="</s>", model_max_length=1024,
                                        **({"pad_token": padding} if padding else {}))
    if plan.get("template"):
        tokenizer.chat_template = TEMPLATES[plan["template"]]
    return tokenizer


# The trainer.

def make_completion_collator(plan, tokenizer):
    import trl
    return trl.DataCollatorForCompletionOnlyLM(plan["responseTemplate"], plan.get("instructionTemplate"),
                                               tokenizer=tokenizer)


def arguments_class():
    import transformers
    import trl
    # Before 0.9.2 the trainer took transformers' own.
    return getattr(trl, "SFTConfig", transformers.TrainingArguments)


def options(plan, known):
    """What a plan says: keywords of the config, and of the trainer that took them before."""
    import trl
    of_trainer = inspect.signature(trl.SFTTrainer.__init__).parameters
    config, trainer = {}, {}
    for name, value in plan.get("sft", {}).items():
        if name == "max_length" and name not in known:
            name = "max_seq_length"
        (trainer if name not in known and name in of_trainer else config)[name] = value
    return config, trainer


def config_options(plan, known):
    """Those of the config; what needs a GPU is off."""
    return dict.fromkeys({"bf16", "gradient_checkpointing"} & known.keys(), False) | options(plan, known)[0]


def joined(rows):
    """A formatting function: of one row, or of a batch, as releases call it."""
    first, *rest = rows.values()
    return [a + b for a, b in zip(first, rest[0])] if isinstance(first, list) else first + rest[0]


def make_trainer(plan, model, arguments, collator):
    import trl
    from datasets import Dataset
    of_trainer = inspect.signature(trl.SFTTrainer.__init__).parameters
    named = options(plan, inspect.signature(arguments_class().__init__).parameters)[1]
    named["processing_class" if "processing_class" in of_trainer else "tokenizer"] = make_tokenizer(plan)
    if plan.get("joins"):
        named["formatting_func"] = joined
    if collator is not None:
        named["data_collator"] = collator
    return trl.SFTTrainer(model=model, args=arguments, train_dataset=Dataset.from_list(plan["records"]), **named)


# What it trains on.

def first_batch(trainer):
    """What the trainer's collator makes of the first records, in their order; None where no record is left."""
    dataset = trainer._remove_unused_columns(trainer.train_dataset, "training")
    records = [dataset[place] for place in range(min(trainer.args.per_device_train_batch_size, len(dataset)))]
    return trainer.data_collator(records) if records else None


def trained_rows(batch):
    """The token ids and labels of each sequence of a batch, whose rows may be several sequences laid end to end."""
    rows = []
    for place, (ids, labels) in enumerate(zip(batch["input_ids"].tolist(), batch["labels"].tolist())):
        starts = [0]
        if "position_ids" in batch and "attention_mask" not in batch:
            starts = [index for index, position in enumerate(batch["position_ids"][place].tolist()) if position == 0]
        for start, end in zip(starts, [*starts[1:], len(ids)]):
            rows.append((ids[start:end], labels[start:end]))
    return rows


def pieces(ids, labels):
    """The text of a sequence in pieces, each after a plus where it carries loss."""
    marked = []
    for token, label in zip(ids, labels):
        mark = "-" if label == -100 else "+" if label == token else "?"
        if not marked or marked[-1][0] != mark:
            marked.append((mark, []))
        marked[-1][1].append(token)
    return [mark + text_of(tokens) for mark, tokens in marked]


def token_losses(model, ids, labels):
    """How far off each token of a sequence is predicted, where it carries loss; else zero."""
    import torch
    with torch.no_grad():
        logits = model(input_ids=torch.tensor([ids])).logits[0, :-1].float()
    losses = torch.nn.functional.cross_entropy(logits, torch.tensor(labels[1:]), ignore_index=-100, reduction="none")
    return [0.0, *map(number, losses.tolist())]


def text_of(tokens):
    return b"".join(bytes([token - len(SPECIAL)]) if token >= len(SPECIAL) else SPECIAL[token].encode()
                    for token in tokens).decode(errors="replace")


def number(value):
    """JSON has no NaN and no infinity; they are written as texts."""
    return value if math.isfinite(value) else str(value)


def tell_rows(plan, trainer, outcome):
    batch = first_batch(trainer)
    rows = [] if batch is None or batch.get("labels") is None else trained_rows(batch)
    if plan.get("tellsTokens"):
        outcome["tokens"] = [dict(ids=ids, labels=labels, losses=token_losses(trainer.model, ids, labels))
                             for ids, labels in rows]
    else:
        outcome["rows"] = sorted(pieces(*row) for row in rows)
