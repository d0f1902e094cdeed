/** Words that repeat, each kept once and known by its number. */
export interface WordList {
  readonly words: readonly string[];
  /** The number of a word, which is added where it is new. */
  add(word: string): number;
  /** -1 for a word that is not there. */
  indexOf(word: string): number;
}

export function createWordList(): WordList {
  const words: string[] = [];
  const numbers = new Map<string, number>();
  const add = (word: string): number => {
    const known = numbers.get(word);
    if (known !== undefined) return known;
    numbers.set(word, words.length);
    return words.push(word) - 1;
  };
  return { words, add, indexOf: (word) => numbers.get(word) ?? -1 };
}
