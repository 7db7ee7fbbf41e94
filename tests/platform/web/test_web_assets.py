"""/static: kept for ever at the address that pages name, asked for again at every other."""

import gzip
import re
import tomllib
from hashlib import sha256
from pathlib import Path

import pytest

from kyogikai_platform.web import assets
from tests.platform.web.visitor import Visitor

NAMES = sorted(assets.assets())


@pytest.mark.parametrize("name", NAMES)
def test_at_the_address_that_pages_name_it_is_kept_for_ever(public: Visitor, name: str) -> None:
    found = public.get(assets.address(name))
    assert (found.status_code, found.headers["Cache-Control"]) == (200, assets.KEPT)
    assert found.data == (assets.FOLDER / name).read_bytes()
    assert found.mimetype == assets.KINDS["." + name.rpartition(".")[2]]


@pytest.mark.parametrize("query", ["", "?v=", "?v=0011223344556677"])
def test_at_any_other_address_it_is_asked_for_again(public: Visitor, query: str) -> None:
    first = public.get(f"/static/app.css{query}")
    assert (first.status_code, first.headers["Cache-Control"]) == (200, assets.ASKED_AGAIN)
    again = public.get(f"/static/app.css{query}", If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")


def test_it_is_compressed_for_whoever_takes_that(public: Visitor) -> None:
    plain, packed = (public.get(assets.address("app.css"), Accept_Encoding=how) for how in ("", "gzip, br"))
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert (packed.headers["Content-Encoding"], plain.headers.get("Content-Encoding")) == ("gzip", None)
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert packed.headers["ETag"] != plain.headers["ETag"]


def test_a_page_is_not_compressed(public: Visitor) -> None:
    assert "Content-Encoding" not in public.get("/", Accept_Encoding="gzip").headers


@pytest.mark.parametrize("name", ["nothing.css", "../site.py", "..%2Fsite.py", "js"])
def test_nothing_else_is_served(public: Visitor, name: str) -> None:
    assert public.get(f"/static/{name}").status_code == 404


def test_no_template_names_one_without_its_hash() -> None:
    templates = sorted((assets.FOLDER.parent / "templates").rglob("*.html"))
    texts = {path.name: path.read_text(encoding="utf-8") for path in templates}
    assert {name for name, text in texts.items() if "/static/" in text} == set()
    named = {one for text in texts.values() for one in re.findall(r'asset\("([^"]+)"\)', text)}
    assert named <= set(NAMES)


VENDORED = assets.FOLDER / "vendor"


def astray(folder: Path) -> list[str]:
    """What of others is here and is not what was fetched, or is listed and not here."""
    listed = {
        name: file["sha256"]
        for package in tomllib.loads((VENDORED / "vendor.toml").read_text(encoding="utf-8")).values()
        for name, file in package.items()
        if isinstance(file, dict)
    }
    found = {p.name: sha256(p.read_bytes()).hexdigest() for p in folder.iterdir() if p.suffix != ".toml"}
    return sorted(name for name in listed.keys() | found.keys() if listed.get(name) != found.get(name))


def test_what_is_of_others_is_what_was_fetched_with_its_licence(tmp_path: Path) -> None:
    assert astray(VENDORED) == []
    for package in tomllib.loads((VENDORED / "vendor.toml").read_text(encoding="utf-8")).values():
        assert re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", package["integrity"])
        assert package["licence"] == "MIT"
    for path in VENDORED.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "react-18.3.1.min.js").write_bytes(b"alert(1)")
    (tmp_path / "more.js").write_bytes(b"")
    assert astray(tmp_path) == ["more.js", "react-18.3.1.min.js"]
