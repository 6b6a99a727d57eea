// Without JavaScript: reading, signing in, proposing and voting are plain pages and plain forms.

import { expect, line, signInHere, test, voteButton } from '../people.mjs'

test.use({ story: { name: 'no-script' }, javaScriptEnabled: false })

const MINE = 'Answer the telephone with a person'

test.beforeAll(async ({ accord }) => {
  const author = await accord.customer('Pia Page', 'Pages')
  for (let number = 1; number <= 22; number++) {
    const kind = number % 2 ? 'start' : 'stop'
    await accord.published(author, `Wish number ${number}`, { kind, stages: [number % 8], cultures: [number % 4] })
  }
})

test('sign in by code, propose, vote', async ({ page, accord }) => {
  await test.step('a wrong code is said beside the field; the right one signs in', async () => {
    await page.goto('/sign-in')
    await page.getByLabel('Your e-mail address').fill('vera@mail.example')
    await page.getByRole('button', { name: 'Send me a code' }).click()
    const code = await accord.codeFor('vera@mail.example')
    await page.getByLabel('The code').fill(code === '111111' ? '222222' : '111111')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByText('This code does not work.').first()).toBeVisible()
    await page.getByLabel('The code').fill(code)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page).toHaveURL('/')
    await expect(page.getByRole('link', { name: 'Vera' })).toBeVisible()
  })

  let proposal
  await test.step('an unfinished proposal comes back with what was typed', async () => {
    await page.goto('/propose')
    await page.getByLabel('In one sentence').fill(MINE)
    await page.getByLabel('… because').fill('The machine asks for a number that we do not have.')
    await page.getByRole('button', { name: 'Send this proposal' }).click()
    await expect(page).toHaveURL('/propose')
    await expect(page.getByLabel('In one sentence')).toHaveValue(MINE)
    await expect(page.getByLabel('… because')).toHaveValue('The machine asks for a number that we do not have.')
    await page.getByLabel('Case').check()
    await page.getByLabel('Value Captured').check()
    await page.getByRole('button', { name: 'Send this proposal' }).click()
    await expect(page.getByRole('heading', { name: MINE, level: 1 })).toBeVisible()
    await expect(page.getByText('A moderator reads this before others can see it')).toBeVisible()
    proposal = Number(new URL(page.url()).pathname.split('/')[2])
  })

  await test.step('once it is published she votes, says how much it matters, and takes it back', async () => {
    await accord.admin.post(`/proposals/${proposal}/verdict`, { decision: 'publish' })
    await page.reload()
    await voteButton(page, 'agree', MINE).click()
    await expect(voteButton(page, 'agree', MINE)).toHaveAttribute('aria-pressed', 'true')
    await page.getByRole('button', { name: 'essential' }).click()
    await expect(page.getByRole('button', { name: 'essential' })).toHaveAttribute('aria-pressed', 'true')
    await voteButton(page, 'agree', MINE).click()
    await expect(voteButton(page, 'agree', MINE)).toHaveAttribute('aria-pressed', 'false')
    await expect(page.getByText('How much does it matter?')).toHaveCount(0)
  })

  await test.step('one proposal at a time works too', async () => {
    await page.goto('/vote')
    const first = await page.getByRole('article').getByRole('heading').textContent()
    await page.getByRole('button', { name: /^disagree/ }).click()
    await expect(page).toHaveURL(/\/vote/)
    await expect(page.getByText('2 of 23')).toBeVisible()
    await expect(page.getByRole('article').getByRole('heading')).not.toHaveText(first)
  })

  await test.step('the choice of dark is kept', async () => {
    await page.goto('/')
    await page.getByRole('button', { name: 'Use dark colours' }).click()
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'accord-dark')
  })

  await test.step('and she signs out', async () => {
    await page.goto('/me')
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible()
  })
})

test('a stranger’s vote waits for the sign-in', async ({ page, accord }) => {
  await page.goto('/?q=number+7')
  await voteButton(page, 'agree', 'Wish number 7').click()
  await expect(page).toHaveURL(/\/sign-in\?/)
  await signInHere(page, accord, 'walt@mail.example')
  await expect(page).toHaveURL('/?q=number+7')
  await expect(voteButton(page, 'agree', 'Wish number 7')).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByText('Your vote counts now').first()).toBeVisible()
})

test('the list is narrowed, sorted and turned over by links', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByText(/^\d\d proposals/)).toBeVisible()

  const filters = page.getByRole('navigation', { name: 'Filter and sort' })
  const choose = async (name) => {
    if (!(await filters.isVisible())) await page.getByText('Filter and sort').first().click()
    await filters.getByRole('link', { name, exact: true }).click()
  }

  await test.step('pages', async () => {
    await choose('new')
    await expect(page).toHaveURL(/sort=new/)
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Further' }).click()
    await expect(page.getByText('Page 2 of 2')).toBeVisible()
    await expect(line(page, 'Wish number 1')).toBeVisible()
    await page.getByRole('link', { name: 'Earlier' }).click()
    await expect(page.getByText('Page 1 of 2')).toBeVisible()
  })

  await test.step('stage, culture and kind add up, and come off again', async () => {
    await choose('Mentor')
    await expect(page).toHaveURL(/stage=1/)
    await choose('Value Added')
    await expect(page).toHaveURL(/culture=1/)
    await choose('start')
    await expect(page.getByText(/^3 proposals/)).toBeVisible()
    await expect(line(page, 'Wish number 17')).toBeVisible()
    await choose('stop')
    await expect(page.getByText('No proposal matches these filters.')).toBeVisible()
    await page.getByRole('link', { name: 'Show all proposals' }).click()
    await expect(page.getByText(/^\d\d proposals/)).toBeVisible()
  })

  await test.step('a proposal, and the design, are read', async () => {
    await page.getByRole('link', { name: /^Wish number/ }).first().click()
    await expect(page.getByRole('heading', { name: /^Wish number/, level: 1 })).toBeVisible()
    await expect(page.getByText('Fewer than five voices yet').first()).toBeVisible()
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Design' }).click()
    await expect(page.getByRole('heading', { name: 'The design, so far' })).toBeVisible()
    await expect(page.getByRole('table', { name: 'What is in the design so far, by stage and culture' })).toBeVisible()
  })
})
