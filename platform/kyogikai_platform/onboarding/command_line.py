"""The operator on the command line: ``kyogikai operator``, and ``kyogikai tenant`` in JSON."""

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import IO, Any

import click
import msgspec

from kyogikai_platform.accounts.cookies import secure
from kyogikai_platform.accounts.links import Links, Wording
from kyogikai_platform.accounts.mail import Outbox
from kyogikai_platform.closing import command_line as closing
from kyogikai_platform.installation import Installation
from kyogikai_platform.onboarding import checklist, code_list, codes, first_administrator, listing, operators
from kyogikai_platform.onboarding.operator import Member, Operator
from kyogikai_platform.onboarding.templates import SHAPES, Row, Template
from kyogikai_platform.tenancy import CONSOLE
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.era_vague import value_of
from kyogikai_projections.reading import snapshot
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.log.directory import Listed
from kyogikai_tenants.municipalities import Accent, EraDisplay, Notation, OwnWord
from kyogikai_tenants.vocabulary import BodyKind, MunicipalityKind

Opened = Callable[[], AbstractContextManager[Installation]]
INVITED = Wording("招待のお知らせ", "次のリンクからパスフレーズを設定してください。\n{link}\n")

host_argument = click.argument("host")
ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?")
origin_option = click.option("--origin", default="", help="https://HOST as browsers see it.")


class Unfit(Exception):
    """What was given is not of the form that is asked for."""


def groups(opened: Opened) -> list[click.Group]:
    """The commands, on the installation that the command line opens."""
    tenant = click.Group("tenant", help="Municipalities: from nothing into use, and to their end.")
    for make in (_register, _settings, _template, _invite, _checklist, _states, _list):
        make(tenant, opened)
    closing.add(tenant, opened)
    return [_operator(opened), tenant]


def _told(**facts: Any) -> None:
    click.echo(json.dumps(facts, ensure_ascii=False, default=str))


def _of(listed: Listed) -> dict[str, Any]:
    return {name: getattr(listed, name) for name in ("tenant_id", "host", "code", "name", "kind", "status")}


def _origin(here: Installation, host: str, given: str) -> str:
    if given and not ORIGIN.fullmatch(given):
        raise Unfit(f"--origin is https://HOST as browsers see it, not {given}")
    scheme = "https" if secure(here.settings) else "http"
    return given.rstrip("/") or f"{scheme}://{host}.{here.settings.base_domain}"


def _operator(opened: Opened) -> click.Group:
    @click.group("operator")
    def operator() -> None:
        """The platform's operators."""

    @operator.command("invite")
    @click.argument("email")
    @click.option("--name", default="運営者", show_default=True)
    @origin_option
    def invite(email: str, name: str, origin: str) -> None:
        """Open an account at the console, and print the link by which somebody comes in."""
        with opened() as here:
            place = _origin(here, CONSOLE, origin)
            user = operators.operator(here, name, email)
            links = Links(operators.tenant_zero(here), "", Outbox("", here.settings.home, lambda: ""))
            _, path = links.invitation(user)
            click.echo(place + path)

    return operator


def _register(tenant: click.Group, opened: Opened) -> None:
    @tenant.command("register")
    @host_argument
    @click.option("--code", default="", help="Six digits with the check digit.")
    @click.option("--name", default="", help="Without it and a kind, as the list of codes has them.")
    @click.option("--reading", default="")
    @click.option("--kind", default="", type=click.Choice(["", *(k.value for k in MunicipalityKind)]))
    @click.option("--parent", default="", help="The prefecture, or the city of a ward.")
    @click.option("--member", "members", multiple=True, help="CODE:NAME, of a joint council.")
    @click.option("--fictitious", is_flag=True)
    def register(host: str, code: str, parent: str, members: tuple[str, ...], **given: Any) -> None:
        """Register a municipality; it is not in use yet."""
        plain = codes.plain(code)
        found = [Member(codes.plain(c), n) for c, _, n in (m.partition(":") for m in members)]
        prefecture = codes.prefecture_of(plain)
        with opened() as here:
            given |= {"host": host, "code": plain, "parent_name": parent or prefecture}
            if not (given["name"] and given["kind"]):
                named = code_list.look_up(here.settings.codes, plain)._asdict()
                given |= {name: given.get(name) or text for name, text in named.items()}
            _told(**_of(Operator(here).register(found, **given)))


def _settings(tenant: click.Group, opened: Opened) -> None:
    @tenant.command("settings")
    @host_argument
    @click.option("--notation", default="kanji", type=click.Choice([n.value for n in Notation]))
    @click.option("--era", default="japanese", type=click.Choice([e.value for e in EraDisplay]))
    @click.option("--accent", default=None, type=click.Choice([a.value for a in Accent]), help="Its colour.")
    @click.option("--word", "own", multiple=True, help="KIND:WORD, what a kind of body is called.")
    @click.option("--licence", default="")
    @click.option("--licence-url", default="")
    @click.option("--contact", default="")
    def settings(host: str, own: tuple[str, ...], **given: Any) -> None:
        """Set all settings anew."""
        try:
            pairs = [(BodyKind(kind), word) for kind, _, word in (one.partition(":") for one in own)]
        except ValueError as problem:
            raise Unfit(f"--word is KIND:WORD: {problem}") from problem
        if bare := [kind for kind, word in pairs if not word]:
            raise Unfit(f"--word is KIND:WORD, and {bare[0]} has none")
        with opened() as here:
            vocabulary = [OwnWord(kind=kind, word=word) for kind, word in pairs]
            Operator(here).settings(here.listed(host), vocabulary=vocabulary, **given)
            _told(**_of(here.listed(host)))


class _Rows(msgspec.Struct, forbid_unknown_fields=True):
    """A template in a file: as ``--show`` prints it."""

    council: str
    rows: list[Row]
    since: str = ""


def _template(tenant: click.Group, opened: Opened) -> None:
    @tenant.command("template")
    @host_argument
    @click.option("--shape", default="large", show_default=True, type=click.Choice([*SHAPES]))
    @click.option("--council", default="", help="Its name.")
    @click.option("--since", default="", help="The day from which it is there.")
    @click.option("--file", type=click.File(encoding="utf-8"), help="Edited, as --show prints it.")
    @click.option("--show", is_flag=True, help="Only print it, to be edited.")
    def template(
        host: str, shape: str, council: str, since: str, file: IO[str] | None, *, show: bool
    ) -> None:
        """Record a council and its bodies, by a shape or by a file."""
        with opened() as here:
            listed = here.listed(host)
            given = _Rows(council or f"{listed.name}地域自立支援協議会", [*SHAPES[shape]], since)
            try:
                given = msgspec.json.decode(file.read(), type=_Rows) if file else given
                day = value_of(given.since) if given.since else ""
            except (msgspec.DecodeError, ValueError) as problem:
                raise Unfit(str(problem)) from problem
            if show:
                click.echo(msgspec.json.format(msgspec.json.encode(given)).decode())
                return
            made = Template(given.council, given.rows, day, today().isoformat())
            _told(council=Operator(here).template(listed, made), bodies=len(given.rows))


def _invite(tenant: click.Group, opened: Opened) -> None:
    @tenant.command("invite")
    @host_argument
    @click.argument("email")
    @click.option("--name", default="管理者", show_default=True)
    @origin_option
    def invite(host: str, email: str, name: str, origin: str) -> None:
        """Invite the first administrator, by mail and by the link that is printed once."""
        with opened() as here:
            listed = here.listed(host)
            first = first_administrator.of(here, listed)
            user = first.id if first and not first.accepted else Operator(here).invite(listed, name, email)
            post = Outbox(here.settings.smtp, here.settings.home, lambda: here.purpose)
            links = Links(Tenant(here.engine, listed.tenant_id), _origin(here, host, origin), post)
            to, path = links.invitation(user)
            _told(user=user, link=links.origin + path, sent=links.send(to, path, INVITED))


def _checklist(tenant: click.Group, opened: Opened) -> None:
    @tenant.command("checklist")
    @host_argument
    def show(host: str) -> None:
        """Say what is there and what is missing."""
        with opened() as here, snapshot(here.engine, here.listed(host).tenant_id) as connection:
            lines = checklist.read(connection)
            ready = all(line.done for line in lines if line.needed)
            _told(ready=ready, lines=[line._asdict() for line in lines])

    @tenant.command("checkpoint")
    @host_argument
    def checkpoint(host: str) -> None:
        """Sign the log as it stands."""
        with opened() as here:
            _told(size=Operator(here).checkpoint(here.listed(host)))


def _states(tenant: click.Group, opened: Opened) -> None:
    @tenant.command("activate")
    @host_argument
    def activate(host: str) -> None:
        """Put it into use, if nothing is missing that it needs."""
        with opened() as here:
            Operator(here).activate(here.listed(host))
            _told(**_of(here.listed(host)))

    @tenant.command("suspend")
    @host_argument
    @click.option("--reason", required=True)
    def suspend(host: str, reason: str) -> None:
        """Close it to everybody for a while."""
        with opened() as here:
            Operator(here).suspend(here.listed(host), reason)
            _told(**_of(here.listed(host)))

    @tenant.command("join")
    @host_argument
    @click.option("--member", required=True, help="CODE:NAME.")
    def join(host: str, member: str) -> None:
        """A municipality joins a joint council, as of today."""
        code, _, name = member.partition(":")
        with opened() as here:
            Operator(here).join(here.listed(host), Member(codes.plain(code), name))
            _told(host=host, joined=codes.plain(code))

    @tenant.command("leave")
    @host_argument
    @click.option("--code", required=True)
    @click.option("--reason", default="")
    def leave(host: str, code: str, reason: str) -> None:
        """A municipality leaves a joint council, as of today."""
        with opened() as here:
            Operator(here).leave(here.listed(host), codes.plain(code), reason)
            _told(host=host, left=codes.plain(code))

    @tenant.command("resume")
    @host_argument
    def resume(host: str) -> None:
        """Open it again."""
        with opened() as here:
            Operator(here).resume(here.listed(host))
            _told(**_of(here.listed(host)))


def _list(tenant: click.Group, opened: Opened) -> None:
    @tenant.command("list")
    def every() -> None:
        """List all of them, one a line, with size, last activity and health."""
        with opened() as here:
            page, count = 1, 1
            while (page - 1) * listing.PAGE < count:
                seen, count = listing.tenants(here, page)
                for one in seen:
                    _told(**_of(one.listed), **one.facts._asdict(), derived=one.derived)
                page += 1
