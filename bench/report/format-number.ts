/** Three digits that matter, grouped: 0.0123, 1.23, 12.3, 123, 1,234. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '-';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Bytes as decimal megabytes. */
export function formatMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

/** A whole number, grouped. */
export function formatCount(value: number): string {
  return value.toLocaleString('en');
}
