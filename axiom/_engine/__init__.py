"""
SQLite and the files of a store, without items: connections, locks, the disk, and the form of a database.
"""
