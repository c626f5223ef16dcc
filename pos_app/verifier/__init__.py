"""The simulated insurance platform: a program of its own, reached only in national messages.

platform        the two doors: `Verifier.answer` and `Verifier.decode`
customer_app    what the customer's phone asks
ledger_view     the books for reading; invariants: what must always hold in them
transactions    the trades: `inquiry` those that only look, `posting` those that change the books
goods, clearing trace codes, sales, returns and files; what 3201 and 3202 sum up
vouchers        codes and tokens; sealing: the key that they are kept under
rules           who pays what; accounts: the entries that follow from it
people          who is insured; opening: the first day of the books; generated_people: as many more as are wanted
payment_password   how a customer confirms; family_account: whose code and whose account besides the own
authorities     who puts a person's data right; limits: how fast is too fast; token_seal: what makes a token ours
store           where it is all kept
records, desk, ports, identifiers, instants, sentences   what the others share
"""
