"""Steps and kernels forked from one process that has imported everything once; see docs/explanation/performance.md."""
