"""The addresses of this family; the way there is the page of settings."""

from kyogikai_platform.web.clients import documents, hooks, listing, one
from kyogikai_platform.web.family import Family, Page

POST = ("POST",)
DOCUMENTS = "/clients/<uuid:client>/documents"
HOOK = "/clients/<uuid:client>/webhooks/<uuid:hook>"
FAMILY = Family(
    (
        Page("/clients", "clients", listing.show),
        Page("/clients/new", "new_client", listing.show_new),
        Page("/clients/new", "register_client", listing.register, POST),
        Page("/clients/<uuid:client>", "client", one.show),
        Page("/clients/<uuid:client>/<act>", "act_on_client", one.act, POST),
        Page("/clients/<uuid:client>/roll", "roll_client", one.show_roll),
        Page("/clients/<uuid:client>/roll", "rolled_client", one.roll, POST),
        Page(DOCUMENTS, "client_documents", documents.show),
        Page(f"{DOCUMENTS}/new", "new_client_document", documents.show_new),
        Page(f"{DOCUMENTS}/new", "add_client_document", documents.add, POST),
        Page(f"{DOCUMENTS}/<act>", "act_on_client_documents", documents.act, POST),
        Page("/clients/<uuid:client>/webhooks/new", "new_webhook", hooks.show_new),
        Page("/clients/<uuid:client>/webhooks/new", "add_webhook", hooks.add, POST),
        Page(HOOK, "webhook", hooks.show),
        Page(f"{HOOK}/<act>", "act_on_webhook", hooks.act, POST),
        Page(f"{HOOK}/roll", "roll_webhook", hooks.show_roll),
        Page(f"{HOOK}/roll", "rolled_webhook", hooks.roll, POST),
    ),
)
