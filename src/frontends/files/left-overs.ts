/** How the hidden files end that `--write` prepares; it takes no other. */
export const leftOverEnding = '.resilience-renderer';
