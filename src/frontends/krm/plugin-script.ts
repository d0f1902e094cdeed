const firstLines = `#!/bin/sh
# Written by \`resilience-renderer plugin install\`.
`;

/** The plugin: the program by its name where PATH has it, else the one that wrote this. */
export function pluginScript(self: readonly string[]): string {
  const command = self.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  return `${firstLines}if command -v resilience-renderer >/dev/null 2>&1; then
  exec resilience-renderer "$@"
fi
exec ${command} "$@"
`;
}

export function isPluginScript(text: string): boolean {
  return text.startsWith(firstLines);
}
