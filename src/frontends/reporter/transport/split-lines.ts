/** An object of the API server has 1.5 MiB at most (etcd's limit); what goes on for longer is no watch. */
const longestLine = 16 * 1024 * 1024;

/** Cuts a stream into lines. What follows the last line break is half an event and is never handed on. */
export function splitLines(onLine: (line: string) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    rest += chunk;
    if (!chunk.includes('\n')) {
      if (rest.length > longestLine) throw new Error('the API server sends a line without an end');
      return;
    }
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') onLine(line);
  };
}
