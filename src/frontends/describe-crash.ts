/**
 * What an error of ours, of Node or of a library says, in one line that quotes nothing: messages of parsers show the text that they could
 * not parse, which may be the data of a Secret or a credential. What the system refuses names a file, and stays as it is.
 */
export function describeCrash(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is no error was thrown';
  const { name, message } = error;
  if ((error as NodeJS.ErrnoException).syscall !== undefined) return message;
  const [first = ''] = message.split('\n');
  return (
    (isQuoting(error) ? '' : first.replace(/"[^"]*"?|'[^']*'?|`[^`]*`?/g, '"…"').trim()) || `${name} (its message may quote the input)`
  );
}

/** The same with the places in our code, for a report of the bug. */
export function describeCrashAt(error: unknown): string {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at \S/.test(line)) : [];
  return [describeCrash(error), ...frames].join('\n');
}

/**
 * Only these are ours, or the engine's about our code. `JSON.parse`, `BigInt` and both YAML libraries throw others, and quote without
 * quotation marks; so do Node's own functions when they are given what they do not take.
 */
function isQuoting(error: Error): boolean {
  const isOfNode = 'code' in error && error.name !== 'Error';
  return isOfNode || !['Error', 'TypeError', 'RangeError'].includes(error.name);
}
