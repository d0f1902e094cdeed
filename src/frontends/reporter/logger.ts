import type { Clock } from './clock.ts';
import { plainText } from './plain-text.ts';

export type LogFormat = 'json' | 'text';
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** One line per event. Nothing of a request's headers or of a credential is ever handed to it. */
export interface Logger {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export function createLogger(format: LogFormat, clock: Clock, write: (line: string) => void): Logger {
  const log =
    (level: 'info' | 'warn' | 'error') =>
    (message: string, fields: LogFields = {}): void => {
      const time = new Date(clock.wall()).toISOString();
      const words = plainText(message);
      const entries = Object.entries(fields)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => [key, typeof value === 'string' ? plainText(value) : value] as const);
      const line =
        format === 'json'
          ? JSON.stringify({ time, level, message: words, ...Object.fromEntries(entries) })
          : formatText(time, level, words, entries);
      write(`${line}\n`);
    };
  return { info: log('info'), warn: log('warn'), error: log('error') };
}

function formatText(time: string, level: string, ...[message, entries]: [string, readonly (readonly [string, unknown])[]]): string {
  const shown = entries.map(([key, value]) => ` ${key}=${typeof value === 'string' ? JSON.stringify(value) : String(value)}`);
  return `${time} ${level.padEnd(5)} ${message}${shown.join('')}`;
}
