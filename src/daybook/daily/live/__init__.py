"""The live feed: an entry reaches the open pages of its bureau as it is written.

A page is admitted once, as any page is (`admission`). One watch looks for what is new (`watch`), each
entry is put into words once for every language (`batch`), and a hub on the event loop hands the same bytes to
every page (`hub`). `stream` is what the server's entry calls; `wake` is what the acts of recording call.
"""
