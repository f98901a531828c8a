"""
The pages of the documentation: what they show works, and what there is to know is in them.
"""
