// What axe finds amiss on a page: whether everybody can read and use it.

import { AxeBuilder } from '@axe-core/playwright'

/** Brings nothing. axe itself would be brought twice for every look, and its half a megabyte costs more than the look does. */
const THERE = ';'

/** The violations of all rules, or of these. */
export async function amiss(page, rules) {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(new AxeBuilder({ page }).script())
  // Pages have no frames, and what is fine need not be listed.
  const axe = new AxeBuilder({ page, axeSource: THERE }).setLegacyMode(true).options({ resultTypes: ['violations'] })
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze()
  return violations
}
