const units = ['', 'Ki', 'Mi', 'Gi', 'Ti'] as const;

/** A size in the largest unit that divides it, as a Kubernetes quantity, or in words: `64Mi`, `1000 bytes`. */
export function formatSize(size: number, of: 'bytes' | 'characters' = 'bytes'): string {
  let power = 0;
  let number = size;
  while (number >= 1024 && number % 1024 === 0 && power < units.length - 1) {
    number /= 1024;
    power++;
  }
  const text = `${number}${units[power]}`;
  return power === 0 || of === 'characters' ? `${text} ${of}` : text;
}
