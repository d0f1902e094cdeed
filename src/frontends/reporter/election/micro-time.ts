/** RFC 3339 with exactly six digits: the API server refuses the three of toISOString for a MicroTime (reporter facts §1.6). */
export function formatMicroTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.(\d{3})Z$/, '.$1000Z');
}
