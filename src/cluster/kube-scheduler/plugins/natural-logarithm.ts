/**
 * ln of a whole number with + − × ÷ only, so that every engine gets the same bits (Math.log may differ in the last one).
 * x is halved into [1, 2); there ln m = 2·(t + t³/3 + t⁵/5 + …) with t = (m − 1)/(m + 1) ≤ ⅓.
 */
const ln2 = 0.6931471805599453

export function naturalLogarithm(x: number): number {
  let [mantissa, halvings] = [x, 0]
  while (mantissa >= 2) [mantissa, halvings] = [mantissa / 2, halvings + 1]
  const t = (mantissa - 1) / (mantissa + 1)
  let [sum, power] = [0, t]
  for (let n = 1; n < 40; n += 2) {
    sum += power / n
    power *= t * t
  }
  return halvings * ln2 + 2 * sum
}
