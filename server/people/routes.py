"""What of this chapter needs the network now: getting in, staying in, and letting others in."""

from litestar import Router
from litestar.di import Provide
from litestar.types import ControllerRouterHandler

from server.people import cleared, demo, devices, first_run, join_links, joining, me, signing_in
from server.people.house import provide_house
from server.people.sessions import provide_caller, provide_visitor

DEPENDENCIES = {
    "house": Provide(provide_house),
    "caller": Provide(provide_caller),
    "visitor": Provide(provide_visitor),
}


PRIVATE = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


def people_routes(*, in_demo: bool) -> Router:
    """The routes, with `house`, `caller` and `visitor` provided. The demo's exist in a demo only."""
    handlers: list[ControllerRouterHandler] = [
        first_run.front_door,
        first_run.first_run,
        signing_in.sign_in,
        signing_in.sign_out,
        signing_in.change_password,
        joining.look,
        joining.join,
        join_links.make_join_link,
        join_links.confirm_join_link,
        join_links.refuse_join_link,
        devices.list_devices,
        devices.revoke_device,
        devices.device_emptied,
        cleared.store_was_cleared,
        me.me,
        me.choose_language,
    ]
    if in_demo:
        handlers += [demo.demo_people, demo.demo_sign_in]
    return Router("/", route_handlers=handlers, dependencies=DEPENDENCIES, response_headers=PRIVATE)
