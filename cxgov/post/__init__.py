"""The outbox: a row for each person and message, made in the transaction of what it tells, delivered afterwards.

Addresses come to it as values; for now a message is delivered as a mail file in the instance folder.
"""
