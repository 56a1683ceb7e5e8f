"""The demo school: people, a year of visits, answers and meetings, all brought in through the verbs.

No chapter and no part of a real school. What was written for it lies in JSON beside this file; the code
decides who is visited when, tells the kernel's clock, and pushes each person's mutations the way a
device would (RULINGS 4). `server/running.py` calls `make_demo` on a demo's first start.
"""

from server.demo.making import make_demo

__all__ = ("make_demo",)
