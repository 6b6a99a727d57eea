// The newcomer: from the key that the server printed to a living portal, and to an empty one of their own.

import { ADMIN, COMPANY, QUESTION } from '../accord.mjs'
import { alive, expect, test } from '../people.mjs'

test.use({ story: { name: 'newcomer', setUp: false } })

test('has a living portal within a minute, and removes the sample in one click', async ({ page, accord, someone }) => {
  const began = Date.now()

  await test.step('every page leads to the set-up', async () => {
    await page.goto('/')
    await expect(page).toHaveURL('/setup')
    await expect(page.getByRole('heading', { name: 'Set up Accord' })).toBeVisible()
  })

  await test.step('a wrong key is refused beside its field, and nothing typed is lost', async () => {
    await alive(page)
    await page.getByLabel('The key').fill('not-the-key')
    await page.getByLabel('Your company').fill(COMPANY)
    await page.getByLabel('Your name').fill(ADMIN.name)
    await page.getByLabel('Your e-mail address').fill(ADMIN.email)
    await page.getByRole('button', { name: 'Begin' }).click()
    await expect(page.getByText('This key does not fit.')).toBeVisible()
    await expect(page.getByLabel('Your company')).toHaveValue(COMPANY)
  })

  await test.step('the link that the server printed, five answers', async () => {
    await page.goto(accord.setupLink())
    await alive(page)
    await expect(page.getByLabel('The key')).not.toHaveValue('')
    await page.getByLabel('Your company').fill(COMPANY)
    await page.getByLabel('Your name').fill(ADMIN.name)
    await page.getByLabel('Your e-mail address').fill(ADMIN.email)
    await expect(page.getByLabel('What do you want to ask your customers?')).toHaveValue(QUESTION)
    await expect(page.getByRole('checkbox', { name: /sample round/i })).toBeChecked()
    await page.getByRole('button', { name: 'Begin' }).click()
    await expect(page.getByRole('link', { name: ADMIN.name })).toBeVisible()
  })

  let sample
  await test.step('people vote on things there', async () => {
    await expect(page).toHaveURL(/\/rounds\/\d+$/)
    sample = new URL(page.url()).pathname
    await expect(page.getByText('This is a sample round')).toBeVisible()
    await expect(page.getByText(/\d\d+ accounts, \d+ people, \d\d+ votes/)).toBeVisible()
    await expect.poll(() => page.getByRole('main').getByRole('article').count()).toBeGreaterThan(10)
    await expect(page.getByText(/\d+ of \d+ voices/).first()).toBeAttached()
  })

  await test.step('and a design has been adopted from them', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Design' }).click()
    await expect(page.getByText('This is a sample: company, customers and votes are made up.')).toBeVisible()
    await expect(page.getByRole('table', { name: 'Practices by stage and culture' })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'What we did not adopt, and why' })).toBeVisible()
    expect(Date.now() - began, 'a living portal within a minute').toBeLessThan(60_000)
  })

  await test.step('a stranger sees the same, and cannot set anything up again', async () => {
    const stranger = await someone()
    await stranger.goto(sample)
    await expect(stranger.getByRole('main').getByRole('article').first()).toBeVisible()
    await stranger.goto('/setup')
    await expect(stranger).toHaveURL('/')
  })

  await test.step('one click removes the sample', async () => {
    const menu = page.getByRole('navigation', { name: 'Main' })
    await menu.getByText('Staff').click()
    await menu.getByRole('link', { name: 'Rounds' }).click()
    const listed = page.getByRole('navigation', { name: 'Rounds' }).getByRole('link', { name: /sample/ })
    await listed.click()
    await page.getByRole('button', { name: 'Remove the sample' }).click()
    await expect(listed).toHaveCount(0)
    expect((await page.request.get(sample)).status()).toBe(404)
    await page.goto('/')
    await expect(page.getByRole('heading', { name: QUESTION, level: 1 })).toBeVisible()
    await expect(page.getByText('Nobody has proposed anything yet.')).toBeVisible()
    await page.goto('/design')
    await expect(page.getByText('Nothing has been adopted yet')).toBeVisible()
  })
})
