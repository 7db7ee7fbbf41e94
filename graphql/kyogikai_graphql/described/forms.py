"""What mutations, their inputs and their payloads mean, out of the forms that they are made from."""

from collections.abc import Iterable, Iterator

from kyogikai_graphql.described.book import Words, own, shared, tidy
from kyogikai_graphql.mutations import naming
from kyogikai_graphql.mutations.offered import offered
from kyogikai_projections.forms import ENTRY, Asked, Form, Shape
from kyogikai_projections.labels import KINDS

Found = Iterator[tuple[str, Words | None]]
CORRECTED = Words(
    "その記録をした操作が、その項目に取る形の値。null なら空にします。",
    "As the mutation that recorded the entry takes that field; null empties it.",
)
RECORD = Words(
    "記録した後のレコード。拒まれたら null。", "The record as it then is; null where it was refused."
)
AN_ENTRY = Words("監査記録の一件", "entry of the audit trail")


def of_commands() -> Found:
    """Every coordinate that a command makes, and what it means."""
    for command, whole in offered():
        form, name = whole.form, naming.mutation(command)
        text = shared("commands", command, form.text)
        label = Words(form.label("ja"), form.label("en"))
        yield f"Mutation.{name}", text and Words(f"{label.ja}。{text.ja}", f"{label.en}. {text.en}")
        yield (
            f"{command}Input",
            text and Words(f"「{label.ja}」に渡す内容。{text.ja}", f"What {name} takes. {text.en}"),
        )
        yield f"{command}Payload", _answer(label, name)
        yield f"{command}Payload.{naming.record(form.about)}", RECORD
        yield f"{command}Payload.{naming.record(form.about)}Id", RECORD
        yield from _inputs(command, form)


def of_groups() -> Found:
    """The same of the groups of fields that inputs hold."""
    found = {one.group: one for _, whole in offered() for one in _groups(whole.form.everything)}
    for asked in found.values():
        kind = naming.group(asked.group)
        yield kind, shared("groups", kind, asked.text)
        for field in asked.fields:
            yield f"{kind}.{naming.camel(field.name)}", _input(field, naming.camel(field.name))


def hint(asked: Asked) -> Words | None:
    """What a field's label does not say: of this form or group alone, else of all fields of that name."""
    name = naming.camel(asked.name)
    found = shared("inputs", f"{naming.group(asked.of)}.{name}")
    if found is not None:
        return found
    if asked.shape is Shape.GROUP:
        return shared("groups", naming.group(asked.group), asked.text)
    return None if asked.shape is Shape.REFERENCE else shared("inputs", name)


def _answer(label: Words, name: str) -> Words:
    return Words(
        f"「{label.ja}」の結果。拒まれたときはレコードが null で、理由が userErrors にあります。",
        f"What {name} answers: the record, or userErrors where it was refused.",
    )


def _groups(fields: Iterable[Asked]) -> Iterator[Asked]:
    for asked in fields:
        if asked.shape is Shape.GROUP:
            yield asked
            yield from _groups(asked.fields)


def _inputs(command: str, form: Form) -> Found:
    for asked in form.everything:
        name = naming.field(form, asked)
        yield f"{command}Input.{name}", own(f"{command}Input", name) or _input(asked, name)


def _input(asked: Asked, name: str) -> Words:
    """What it is called, what it takes, and how much of it."""
    everywhere = shared("everywhere", name)
    if everywhere is not None:
        return everywhere
    label = Words(f"{asked.label('ja')}。", f"{_capital(asked.label('en'))}.")
    said = hint(asked)
    taken = [*([said] if said else []), *_takes(asked)]
    ja, en = "".join(one.ja for one in taken), " ".join(one.en for one in taken)
    return Words(ja if ja.startswith(label.ja) else label.ja + ja, f"{label.en} {en}".strip())


def _takes(asked: Asked) -> Iterator[Words]:
    if asked.shape is Shape.ANYTHING:
        yield CORRECTED
    if asked.shape is Shape.REFERENCE:
        kinds = [AN_ENTRY if kind == ENTRY else Words(*KINDS[kind]) for kind in asked.kinds]
        ja, en = "・".join(one.ja for one in kinds), " or ".join(one.en for one in kinds)
        yield Words(f"{ja or 'レコード'}の ID。", f"The id of a record of this kind: {en or 'any'}.")
    if asked.longest is not None:
        yield Words(f"{asked.longest:,}文字まで。", f"At most {asked.longest:,} characters.")
    if asked.least is not None:
        yield Words(f"{asked.least:,}以上。", f"At least {asked.least:,}.")


def _capital(text: str) -> str:
    return tidy(text[:1].upper() + text[1:])
