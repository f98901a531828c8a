"""
The addresses of the console.
"""

from __future__ import annotations

from mantissa_like.web._console.audit import AuditPage
from mantissa_like.web._console.certificate import CertificatePage
from mantissa_like.web._console.failures import FailurePage, FailuresPage
from mantissa_like.web._console.invitations import InvitationsPage
from mantissa_like.web._console.items import ItemPage, ItemsPage
from mantissa_like.web._console.jobs import JobPage
from mantissa_like.web._console.mail import MailPage
from mantissa_like.web._console.message import MessagePage
from mantissa_like.web._console.messages import MessagesPage, StoreMessagesPage
from mantissa_like.web._console.metrics import MetricsPage
from mantissa_like.web._console.newuser import NewUserPage
from mantissa_like.web._console.offering import OfferingOwnPage, OfferingPage
from mantissa_like.web._console.offerings import OfferingsPage
from mantissa_like.web._console.operation import OperationPage
from mantissa_like.web._console.operations import OperationsPage, StoreOperationsPage
from mantissa_like.web._console.overview import OverviewPage
from mantissa_like.web._console.ports import PortsPage
from mantissa_like.web._console.products import NewProductPage, ProductPage
from mantissa_like.web._console.schedule import SchedulePage
from mantissa_like.web._console.secrets import SecretsPage
from mantissa_like.web._console.services import ServicesPage
from mantissa_like.web._console.sessions import AllSessionsPage
from mantissa_like.web._console.settings import SettingsPage, TablePage
from mantissa_like.web._console.statements import StatementsPage
from mantissa_like.web._console.store import StorePage
from mantissa_like.web._console.stores import StoresPage
from mantissa_like.web._console.user import UserPage
from mantissa_like.web._console.users import UsersPage
from mantissa_like.web._routes.route import Access, Route

__all__ = ["ROUTES"]

ROUTES = (
    Route("/console", Access.ADMINISTRATOR, OverviewPage),
    Route("/console/sessions", Access.ADMINISTRATOR, AllSessionsPage),
    Route("/console/mail", Access.ADMINISTRATOR, MailPage),
    Route("/console/invitations", Access.ADMINISTRATOR, InvitationsPage),
    Route("/console/audit", Access.ADMINISTRATOR, AuditPage),
    Route("/console/ports", Access.ADMINISTRATOR, PortsPage),
    Route("/console/ports/certificate", Access.ADMINISTRATOR, CertificatePage),
    Route("/console/schedule", Access.ADMINISTRATOR, SchedulePage),
    Route("/console/services", Access.ADMINISTRATOR, ServicesPage),
    Route("/console/errors", Access.ADMINISTRATOR, FailuresPage),
    Route("/console/errors/{fingerprint}", Access.ADMINISTRATOR, FailurePage),
    Route("/console/messages", Access.ADMINISTRATOR, MessagesPage),
    Route("/console/messages/{id}", Access.ADMINISTRATOR, StoreMessagesPage),
    Route("/console/messages/{id}/{number}", Access.ADMINISTRATOR, MessagePage),
    Route("/console/metrics", Access.ADMINISTRATOR, MetricsPage),
    Route("/console/jobs/{id}", Access.ADMINISTRATOR, JobPage),
    Route("/console/offerings", Access.ADMINISTRATOR, OfferingsPage),
    Route("/console/offerings/{name}", Access.ADMINISTRATOR, OfferingPage),
    Route("/console/offerings/{name}/own", Access.ADMINISTRATOR, OfferingOwnPage),
    Route("/console/operations", Access.ADMINISTRATOR, OperationsPage),
    Route("/console/operations/{id}", Access.ADMINISTRATOR, StoreOperationsPage),
    Route("/console/operations/{id}/{number}", Access.ADMINISTRATOR, OperationPage),
    Route("/console/products/new", Access.ADMINISTRATOR, NewProductPage),
    Route("/console/products/{name}", Access.ADMINISTRATOR, ProductPage),
    Route("/console/secrets", Access.ADMINISTRATOR, SecretsPage),
    Route("/console/settings", Access.ADMINISTRATOR, SettingsPage),
    Route("/console/settings/{table}", Access.ADMINISTRATOR, TablePage),
    Route("/console/stores", Access.ADMINISTRATOR, StoresPage),
    Route("/console/stores/{id}", Access.ADMINISTRATOR, StorePage),
    Route("/console/stores/{id}/items/{item}", Access.ADMINISTRATOR, ItemPage),
    Route("/console/stores/{id}/sql", Access.ADMINISTRATOR, StatementsPage),
    Route("/console/stores/{id}/types/{type}/{version}", Access.ADMINISTRATOR, ItemsPage),
    Route("/console/users", Access.ADMINISTRATOR, UsersPage),
    Route("/console/users/new", Access.ADMINISTRATOR, NewUserPage),
    Route("/console/users/{address}", Access.ADMINISTRATOR, UserPage),
)
