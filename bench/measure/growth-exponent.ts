/** How long some amount of work took. */
export interface Sample {
  readonly amount: number;
  readonly time: number;
}

/** The slope of the line of least squares through the logarithms: 1 is linear, 2 quadratic. */
export function growthExponent(samples: readonly Sample[]): number {
  const points = samples.map(({ amount, time }) => ({ x: Math.log(amount), y: Math.log(time) }));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map((point) => point.x)), mean(points.map((point) => point.y))];
  const covariance = mean(points.map((point) => (point.x - x) * (point.y - y)));
  return covariance / mean(points.map((point) => (point.x - x) ** 2));
}
