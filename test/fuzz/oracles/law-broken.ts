/** What an oracle throws when a law does not hold. */
export class LawBroken extends Error {
  readonly law: string;
  constructor(law: string, details: string) {
    super(`${law}\n${details}`);
    this.law = law;
  }
}

export function demand(holds: boolean, law: string, details: () => string): asserts holds {
  if (!holds) throw new LawBroken(law, details());
}
