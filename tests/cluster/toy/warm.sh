# Sourced by the shell of each Slurm job before Snakemake starts: one helper for all commands of the job's slice.
TOY_HELPER=$(mktemp -d)/socket
python3 helper.py "$TOY_HELPER" &
while kill -0 $! && ! [ -S "$TOY_HELPER" ]; do sleep 0.1; done
export TOY_HELPER
