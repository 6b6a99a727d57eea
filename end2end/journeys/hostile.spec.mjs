// Text that would rather be markup: typed into every field, shown on every page, and never more than text.

import { expect, test, visit } from '../people.mjs'

test.use({ story: { name: 'hostile' } })

const SCRIPT = '<script>window.hacked=1</script>'
const TITLE = `</textarea>${SCRIPT} "quoted" & 'so'`
const BODY = `</textarea></title></style>${SCRIPT}\n<img src=x onerror=window.hacked=1>\n{{7*7}} javascript:alert(1)`
const NAME = `Eve</script>${SCRIPT}`

test('what is typed stays text, wherever it is shown', async ({ accord, someone }) => {
  const eve = await accord.customer('Eve Hostile', `Evil ${SCRIPT}`)
  const caller = await accord.caller(eve.email)
  await caller.post('/me/name', { name: NAME })
  const more = { why: BODY, who: SCRIPT, how: SCRIPT, tool: SCRIPT, measure: SCRIPT }
  const declined = await accord.proposalBy(eve, TITLE, more)
  await accord.admin.post(`/proposals/${declined.id}/verdict`, { decision: 'decline', reason: BODY })
  const published = await accord.published(eve, `${TITLE} 2`, more)
  await accord.proposalBy(eve, `${TITLE} 3`, more)
  await accord.admin.post('/segments', { name: SCRIPT })

  const author = await someone(eve.email)
  const admin = await someone('grace@brightwell.example')
  const stranger = await someone()
  for (const page of [author, admin, stranger]) {
    page.on('dialog', (dialog) => expect(dialog.message(), 'a dialog opened').toBe(''))
  }
  const typed = encodeURIComponent(TITLE)
  const visits = [
    [stranger, '/', TITLE],
    [stranger, `/?q=${encodeURIComponent('</textarea>')}`, TITLE],
    [stranger, `/proposals/${published.id}`, TITLE],
    [stranger, `/propose?title=${typed}`, null],
    [stranger, `/sign-in?email=${typed}&next=javascript:window.hacked=1`, null],
    [stranger, `/sign-in?email=${typed}&sent=1&next=//evil.example`, TITLE],
    [stranger, `/sign-in/link?token=${typed}`, null],
    [stranger, '/design', null],
    [stranger, '/vote', TITLE],
    [author, '/?mine=true', TITLE],
    [author, `/proposals/${declined.id}`, '<img src=x onerror=window.hacked=1>'],
    [author, '/me', NAME],
    [admin, '/queue', TITLE],
    [admin, '/people', NAME],
    [admin, '/accounts', `Evil ${SCRIPT}`],
    [admin, '/studio', null],
    [admin, '/manage', null],
  ]
  for (const [page, path, text] of visits) {
    await test.step(path, async () => {
      await visit(page, path)
      if (text) await expect(page.getByText(text).first(), path).toBeAttached()
      await expect(page.locator('img[src="x"]'), path).toHaveCount(0)
      expect(await page.evaluate(() => window.hacked), path).toBeUndefined()
    })
  }

  await test.step('the author’s form holds exactly what was typed', async () => {
    await visit(author, `/proposals/${declined.id}`)
    await expect(author.getByLabel('… because')).toHaveValue(BODY)
    await expect(author.getByLabel('In one sentence')).toHaveValue(TITLE)
  })

  await test.step('so does a form that comes back to somebody without scripts', async () => {
    const plain = await someone(eve.email, { javaScriptEnabled: false })
    await plain.goto('/propose')
    await plain.getByLabel('In one sentence').fill(TITLE)
    await plain.getByLabel('… because').fill(BODY)
    await plain.getByRole('button', { name: 'Send this proposal' }).click()
    await expect(plain.getByLabel('… because')).toHaveValue(BODY)
    await expect(plain.getByRole('heading', { name: 'Propose' })).toBeVisible()
  })
})
