"""What recurs across rooms, never about one teacher.

Shared visits are gathered into frozen blocks that rest on enough different teachers; a block is
released whole, once, and never changes. All that anybody ever sees here are sums of such blocks
(RULINGS 31 to 34). The README has the reasoning and what the figures can and cannot give away.
"""
