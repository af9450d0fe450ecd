"""Shared goals: cycles, objectives with key results on customer metrics, check-ins, and how every number is computed.

The rules are in `rules`, pure and named G1 to G23 as the documentation names them; every figure can say why it is so.
"""
