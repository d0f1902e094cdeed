/** Why a file is not written although the system would: somebody else was there. */
export class Obstacle extends Error {}

export function changedMeanwhile(): Obstacle {
  return new Obstacle('it changed while it was rendered');
}
