"""The addresses of the console."""

from kyogikai_platform.web.console import (
    arrivals,
    certificates,
    closing,
    go_live,
    history,
    invite,
    members,
    register,
    settings,
    status,
    template,
    tenants,
)
from kyogikai_platform.web.family import Entry, Family, Page

POST = ("POST",)
OF_ONE = "/tenants/<uuid:tenant_id>"
FAMILY = Family(
    (
        Page("/", "tenants", tenants.show),
        Page("/status", "status", status.show),
        Page("/tenants/new", "new_tenant", register.show),
        Page("/tenants/new", "register_tenant", register.send, POST),
        Page(OF_ONE, "tenant", tenants.show_one),
        Page(f"{OF_ONE}/state", "tenant_state", tenants.change_state, POST),
        Page(f"{OF_ONE}/closing", "tenant_closing", closing.show),
        Page(f"{OF_ONE}/closing", "close_tenant", closing.send, POST),
        Page(f"{OF_ONE}/export", "export_tenant", closing.export, POST),
        Page("/arrivals", "arrivals", arrivals.show),
        Page("/arrivals", "send_arrival", arrivals.send, POST),
        Page("/arrivals/<uuid:job>", "arrival", arrivals.show_one),
        Page("/arrivals/<uuid:job>", "take_arrival", arrivals.act, POST),
        Page("/certificates", "certificates", certificates.show),
        Page("/certificates/<uuid:certificate_id>/<form>", "certificate", certificates.take),
        Page(f"{OF_ONE}/members", "tenant_members", members.show),
        Page(f"{OF_ONE}/members", "change_members", members.send, POST),
        Page(f"{OF_ONE}/settings", "tenant_settings", settings.show),
        Page(f"{OF_ONE}/settings", "set_tenant", settings.send, POST),
        Page(f"{OF_ONE}/template", "tenant_template", template.show),
        Page(f"{OF_ONE}/template", "apply_template", template.send, POST),
        Page(f"{OF_ONE}/history", "tenant_history", history.show),
        Page(f"{OF_ONE}/invite", "tenant_invite", invite.show),
        Page(f"{OF_ONE}/invite", "invite_first", invite.send, POST),
        Page(f"{OF_ONE}/go-live", "tenant_go_live", go_live.show),
        Page(f"{OF_ONE}/go-live", "activate_tenant", go_live.send, POST),
    ),
    (Entry("tenants", "/"), Entry("certificates", "/certificates"), Entry("status", "/status")),
)
