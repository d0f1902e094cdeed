// Loaded before the suites that start API servers. Node 20.20 has been seen to wait for ever when such a process ends, in the cleanup of
// handles of programs that have long gone (node::Environment::CleanupHandles); exit() within the listener leaves that out.
process.once('exit', (code) => process.exit(code));
