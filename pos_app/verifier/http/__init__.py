"""The platform over HTTP: the national endpoint, the decode call, what controls the simulation, and its pages.

application   the FastAPI application; server: uvicorn, and the connections it may cut
dispatcher    one thread answers whatever waits, and commits once for all of it
customers     what a customer does on the phone; refusals: how a no is told
control       people, codes, faults and clock, for scripts; documents: the JSON it answers with
journal       every message in and out, for scripts; journal_pages, phone_page, home: pages for people; web: their frame
endpoints     the two doors; signatures: both header styles of the gateways
examples      worked examples that run, example_messages: their bodies; pages: the documentation that shows them
access_log    one line a request, without personal data
"""
