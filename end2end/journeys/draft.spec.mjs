// What the votes choose, as customers read it: the draft, its reasons, common ground; and what if, in a designer's own browser.

import { expect, test, visit } from '../people.mjs'

test.use({ story: { name: 'draft' } })

const LIKED = 'Send the offer before the visit'
const DEAR = 'Build us a test bench of our own'

test('the draft moves while people watch, and says why', async ({ accord, someone }) => {
  const rounds = await accord.admin.get(`/rounds/${accord.round}`)
  const keep = ({ name, unit, capacity, default_cost }) => ({ name, unit, capacity, default_cost })
  await accord.admin.put(`/rounds/${accord.round}`, {
    ...rounds, resources: rounds.resources.map(keep), rules: { ...rounds.rules, ballots: 'designers' },
  })
  const voices = []
  for (const name of ['Ann Ash', 'Ben Birch', 'Cem Cedar', 'Dia Dogwood', 'Eva Elm', 'Fay Fir']) {
    voices.push(await accord.customer(name, name.split(' ')[1]))
  }
  const liked = await accord.published(voices[0], LIKED, { stages: [0], cultures: [0] })
  const dear = await accord.published(voices[1], DEAR, { stages: [1], cultures: [1] })
  for (const voice of voices.slice(0, 5)) {
    await accord.vote(voice, dear, 'agree')
    if (voice !== voices[4]) await accord.vote(voice, liked, 'agree')
  }
  const stranger = await someone()
  await visit(stranger, `/rounds/${accord.round}/draft`)
  const left = stranger.getByRole('region', { name: 'What is not, and why' })
  const chosen = stranger.getByRole('region', { name: 'What is in, in this order' })

  await test.step('a vote brings a proposal in while somebody looks', async () => {
    await expect(left.getByText('Fewer than five accounts ask for it; at least 5 must.')).toBeVisible()
    await accord.vote(voices[5], liked, 'agree')
    await expect(chosen.getByRole('link', { name: LIKED }).first()).toBeVisible()
    await expect(left).toHaveCount(0)
  })

  await test.step('how firm that is, once it is counted', async () => {
    await expect(stranger.getByRole('heading', { name: 'How firm is it?' })).toBeVisible()
    await expect(chosen.getByText(/chosen in \d+ of \d+ draws/).first()).toBeVisible()
    await expect(stranger.getByText(/^If any one account left, /)).toBeVisible()
  })

  await test.step('why it is in, in sentences', async () => {
    await visit(stranger, `/why/proposals/${dear.id}`)
    await expect(stranger.getByText(/paid for it together/)).toBeVisible()
    await visit(stranger, `/rounds/${accord.round}/common-ground`)
    await expect(stranger.getByRole('heading', { name: 'What every group wants' })).toBeVisible()
    const groups = stranger.getByRole('region', { name: 'Groups by opinion, to explore' })
    await expect(groups.getByText(/^Not shown: fewer than a hundred people/)).toBeVisible()
  })

  await test.step('a moderator looks for what is arranged', async () => {
    const moderator = await someone((await accord.staff('Mo Sound', ['moderator'])).email)
    await visit(moderator, `/manage?round=${accord.round}`)
    await moderator.getByRole('link', { name: 'Is the vote sound?' }).click()
    await expect(moderator.getByText('Nothing looks arranged.')).toBeVisible()
  })

  await test.step('a designer tries another capacity in their own browser', async () => {
    const designer = await someone((await accord.staff('Dora Signer', ['designer'])).email)
    const asked = []
    designer.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await visit(designer, '/studio')
    await designer.getByText('What if …').click()
    await designer.getByRole('slider', { name: /time$/ }).fill('40')
    await expect(designer.getByRole('heading', { name: 'Would go out' })).toBeVisible()
    expect(asked.some((path) => path.endsWith('/what-if'))).toBe(false)
    expect(asked.some((path) => path.endsWith('worker.js'))).toBe(true)
  })

  await test.step('and how it would be had small accounts and large ones voted in proportion', async () => {
    const { id: segment } = await accord.admin.post('/segments', { name: 'Size' })
    const sized = async (name, value) => {
      const { id } = (await accord.accountNamed(name)) ?? (await accord.admin.post('/accounts', { name }))
      await accord.admin.put(`/accounts/${id}`, { name, attributes: [{ segment, value }] })
    }
    for (const { name } of voices) await sized(name.split(' ')[1], 'large')
    for (const name of ['Gum', 'Hazel', 'Ivy', 'Juniper']) {
      await sized(name, 'small')
      voices.push(await accord.customer(`Guy ${name}`, name))
      await accord.vote(voices.at(-1), liked, 'agree')
    }
    const designer = await someone((await accord.staff('Dan Draft', ['designer'])).email)
    const asked = []
    designer.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await visit(designer, '/studio')
    await designer.getByText('What if …').click()
    const panel = designer.getByRole('group').filter({ has: designer.getByText('What if …') })
    await expect(panel.getByText('Up to all our accounts, by Size: not tried.')).toBeVisible()
    await expect(panel.getByRole('radio')).toHaveCount(0)
    await sized('Kapok', 'small')
    voices.push(await accord.customer('Guy Kapok', 'Kapok'))
    await accord.vote(voices.at(-1), liked, 'agree')
    // Of those that have not voted most are small.
    for (const name of ['Larch', 'Maple', 'Nutmeg', 'Oak', 'Pine']) await sized(name, 'small')
    await visit(designer, '/studio')
    await designer.getByText('What if …').click()
    // Of a hundred hours and six large accounts of eleven, both can be had: five ask for what is dear.
    await panel.getByRole('slider', { name: /time$/ }).fill('100')
    await panel.getByRole('slider', { name: /^Its part of the cost/ }).fill('1')
    const figures = panel.getByRole('table', { name: 'Now, and what would be' })
    await expect(figures).toContainText('Voices with something in it')
    await expect(panel.getByRole('heading', { name: 'Would go out' })).toHaveCount(0)
    const bySize = panel.getByRole('radio', { name: /^Up to all our accounts, by Size/ })
    await expect(panel.getByText(/worth about as much as those of 10 accounts/)).toBeVisible()
    await bySize.check()
    await expect(panel.getByRole('heading', { name: 'Would go out' })).toBeVisible()
    await expect(panel.getByRole('listitem').filter({ hasText: DEAR }).first()).toBeVisible()
    await expect(figures).toContainText('Accounts with something in it')
    await panel.getByRole('button', { name: 'As it is' }).click()
    await expect(panel.getByRole('radio', { name: 'As the round’s rules say' })).toBeChecked()
    await expect(bySize).not.toBeChecked()
    expect(asked.some((path) => path.endsWith('/what-if'))).toBe(false)
  })
})
