// Going about: a link shows the next page without loading the document again, and nothing is lost on the way.

import { ADMIN } from '../accord.mjs'
import { alive, expect, kept, line, test, visit, voteButton } from '../people.mjs'

test.use({ story: { name: 'going' } })

const TITLES = Array.from({ length: 12 }, (_, n) => `Answer within ${n + 2} days`)

test.beforeAll(async ({ accord }) => {
  const author = await accord.customer('Ida Author', 'Authors')
  for (const title of TITLES) await accord.published(author, title)
})

test('there and back, within one document', async ({ someone, accord }) => {
  const voter = await accord.customer('Vera Voter', 'Voters')
  const page = await someone(voter.email)
  await visit(page, '/?sort=new')
  await remember(page)
  const [last] = TITLES

  await test.step('a link shows a page that is alive, with its heading in focus', async () => {
    await line(page, last).scrollIntoViewIfNeeded()
    await page.getByRole('link', { name: last }).click()
    const heading = page.getByRole('heading', { name: last, level: 1 })
    await expect(heading).toBeFocused()
    await expect(page).toHaveURL(/\/proposals\/\d+\/answer-within-2-days/)
    await expect(page).toHaveTitle(/^Answer within 2 days · /)
    expect(await page.evaluate(() => scrollY)).toBe(0)
    await kept(page, () => voteButton(page, 'agree', last).click())
    await expect(voteButton(page, 'agree', last)).toHaveAttribute('aria-pressed', 'true')
  })

  await test.step('back leads to where one was; the vote is lit, and the list is alive', async () => {
    await page.goBack()
    await alive(page)
    await expect(page).toHaveURL('/?sort=new')
    await expect(line(page, last)).toBeInViewport()
    await expect(voteButton(page, 'agree', last)).toHaveAttribute('aria-pressed', 'true')
    await kept(page, () => voteButton(page, 'agree', last).click())
    await expect(voteButton(page, 'agree', last)).toHaveAttribute('aria-pressed', 'false')
    await page.goForward()
    await expect(page.getByRole('heading', { name: last, level: 1 })).toBeFocused()
  })

  await test.step('a form that asks keeps what was typed', async () => {
    await page.getByRole('link', { name: 'Proposals', exact: true }).click()
    await page.getByLabel('I would like you to').fill('stop the surveys & calls')
    await page.getByLabel('I would like you to').press('Enter')
    await expect(page.getByLabel('In one sentence')).toHaveValue('stop the surveys & calls')
    expect(await remembers(page)).toBe(true)
  })

  await test.step('without a network nothing is lost, and it says what to do', async () => {
    await page.getByLabel('… because').fill('They come at night.')
    await page.context().setOffline(true)
    await page.getByRole('link', { name: 'Design', exact: true }).click()
    await expect(page.getByRole('status').getByText('Are you online?')).toBeVisible()
    await expect(page.getByLabel('… because')).toHaveValue('They come at night.')
    await page.context().setOffline(false)
    await page.getByRole('link', { name: 'Design', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
    expect(await remembers(page)).toBe(true)
  })

  await test.step('a page that is not there says so', async () => {
    await page.evaluate(() => document.querySelector('main').insertAdjacentHTML('beforeend', '<a href="/nowhere">there</a>'))
    await page.getByRole('link', { name: 'there', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Nothing here' })).toBeFocused()
  })
})

test('a vote that is still on its way when one goes back is lit', async ({ someone, accord }) => {
  const voter = await accord.customer('Vic Voter', 'Hurried voters')
  const page = await someone(voter.email)
  const [, , title] = TITLES
  // Within a page's patience, and beyond it.
  for (const [delay, stance] of [[700, 'agree'], [3_500, 'disagree']]) {
    await visit(page, '/?sort=new')
    await page.route('**/vote', async (route) => {
      if (route.request().method() !== 'POST') return route.continue()
      await new Promise((later) => setTimeout(later, delay))
      await route.continue()
    })
    await page.getByRole('link', { name: title }).click()
    await expect(page.getByRole('heading', { name: title, level: 1 })).toBeFocused()
    await alive(page)
    await voteButton(page, stance, title).click()
    await page.goBack()
    await expect(line(page, TITLES[3])).toBeVisible()
    await expect(voteButton(page, stance, title)).toHaveAttribute('aria-pressed', 'true')
    await page.unrouteAll({ behavior: 'wait' })
  }
})

test('staff come from customers’ pages to theirs and back', async ({ someone }) => {
  const page = await someone(ADMIN.email)
  await visit(page, '/')
  const staff = page.locator('header summary')
  await staff.click()
  await page.getByRole('link', { name: 'People' }).click()
  await expect(page.getByRole('heading', { name: 'People', level: 1 })).toBeVisible()
  await alive(page)
  await remember(page)
  await staff.click()
  await page.getByRole('link', { name: 'Accounts' }).click()
  await expect(page.getByRole('heading', { name: 'Accounts', level: 1 })).toBeFocused()
  await page.getByRole('button', { name: 'Add an account' }).click()
  await expect(page.getByRole('form', { name: 'A new account' })).toBeVisible()
  await page.getByRole('link', { name: 'Proposals', exact: true }).click()
  await alive(page)
  await expect(line(page, TITLES[3])).toBeVisible()
  await page.goBack()
  await page.getByRole('button', { name: 'Add an account' }).click()
  await expect(page.getByRole('form', { name: 'A new account' })).toBeVisible()
  expect(await remembers(page)).toBe(true)
})

const remember = (page) => page.evaluate(() => void (window.remembered = true))
const remembers = (page) => page.evaluate(() => window.remembered === true)
