"""
Benchmarks: ours against a baseline in the same run, as ratios.
"""
