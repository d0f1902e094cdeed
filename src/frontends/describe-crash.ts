/**
 * What an error of ours, of Node or of a library says, in one line that quotes nothing: messages of parsers show the text that they could
 * not parse, which may be the data of a Secret or a credential. What the system refuses names a file, and stays as it is.
 */
export function describeCrash(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is no error was thrown';
  const { name, message } = error;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall !== undefined) return message;
  const said = (message.split('\n')[0] ?? '').replace(/"[^"]*"?|'[^']*'?|`[^`]*`?/g, '"…"').trim();
  if (said !== '' && plain[name]?.test(said) === true) return said;
  return `${name}${code === undefined ? '' : ` ${code}`} (its message may quote the input)`;
}

/** The same with the places in our code, for a report of the bug. */
export function describeCrashAt(error: unknown): string {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at \S/.test(line)) : [];
  return [describeCrash(error), ...frames].join('\n');
}

/**
 * Messages that name nothing but our code once what stands in quotation marks is gone. An `Error` is ours, or TLS'. V8 quotes values without
 * marks (`Iterator value x is not an entry object`), and so do `JSON.parse`, `BigInt`, both YAML libraries and Node's own functions, which
 * throw others.
 */
const plain: Readonly<Record<string, RegExp>> = {
  Error: /^/,
  TypeError:
    /^Cannot (?:read|set) properties of (?:undefined|null)\b|^[\w$.]+(?:\(\.\.\.\))? is not (?:a function|iterable|a constructor)$/,
  RangeError:
    /^Maximum (?:call stack|BigInt) size exceeded$|^Invalid (?:array|string|typed array|array buffer) length$|^Array buffer allocation failed$/,
};
