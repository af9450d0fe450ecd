"""What people hold in their hands: the accountability report, agendas and minutes as files, the digest.

A document is made from frozen figures (`figures/`): what was known at one instant, as plain values with exact JSON.
Nothing is computed after the freeze, so the same figures give the same page, mail and PDF for ever.
"""
