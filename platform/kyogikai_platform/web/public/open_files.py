"""オープンデータ: /open/<set>.csv and .json, and /open/popolo.json. The same bytes for whoever asks."""

from http import HTTPStatus
from typing import Any

from flask import Response, abort, request

from kyogikai_platform.web.public import files, popolo
from kyogikai_platform.web.public.data_sets import DATA_SETS, DataSet
from kyogikai_platform.web.public.gathering import Gathering
from kyogikai_platform.web.public.published import Refusal, file, for_people, gathering, tag, unchanged
from kyogikai_platform.web.site import Site

CSV, JSON = "text/csv; charset=utf-8; header=present", "application/json; charset=utf-8"


def show(site: Site, name: str, form: str) -> Response:
    """A data set on a day, as known at a moment."""
    try:
        return _shown(gathering(site), name, form)
    except Refusal as refusal:
        return refusal.response


def show_popolo(site: Site) -> Response:
    """The whole council in the form of Popolo."""
    try:
        found = gathering(site)
    except Refusal as refusal:
        return refusal.response
    etag = tag(found, "popolo.json")
    if same := unchanged(etag):
        return same
    body = found.steady(popolo.made)
    return file(body, JSON, etag, _name(found, "popolo.json"), attached=False)


def _shown(found: Gathering, name: str, form: str) -> Response:
    one = DATA_SETS.get(name)
    if one is None or form not in {"csv", "json"}:
        return _unknown(name, form)
    etag, media = tag(found, f"{name}.{form}"), CSV if form == "csv" else JSON
    if same := unchanged(etag):
        return same
    body = _csv(found, one) if form == "csv" else found.steady(lambda steady: _json(steady, one))
    return file(body, media, etag, _name(found, f"{name}.{form}"), attached=form == "csv")


def _csv(found: Gathering, one: DataSet) -> bytes:
    return files.csv_of(one.columns, found.steady(lambda steady: steady.rows(one.name)))


def _json(found: Gathering, one: DataSet) -> bytes:
    told: dict[str, Any] = {"municipality": found.ask("open_whose")["municipality"], "dataset": one.name}
    told |= {"language": "ja", **found.when.variables, "columns": [column.name for column in one.columns]}
    return files.json_of(one.columns, found.rows(one.name), told)


def _name(found: Gathering, name: str) -> str:
    """What the file is called when it is kept: whose, what, and of which day."""
    stem, _, form = name.rpartition(".")
    return f"{request.host.partition('.')[0]}-{stem}-{found.when.day.isoformat()}.{form}"


def _unknown(name: str, form: str) -> Response:
    """A page for people; programs are told what there is."""
    if for_people():
        abort(HTTPStatus.NOT_FOUND)
    there = ", ".join(f"{one}.csv, {one}.json" for one in DATA_SETS)
    message = f"There is no data set {name[:40]}.{form[:10]}. There are: {there}, popolo.json."
    raise Refusal("NOT_FOUND", message, HTTPStatus.NOT_FOUND)
