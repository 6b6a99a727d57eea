// The page table, as those who may see each page meet it.

import { ADMIN } from './accord.mjs'

/** Somebody of an account, who has voted; made by `people`. */
export const CUSTOMER = 'carla.customer@mail.example'

/** What the pages are about: the addresses of a proposal and of an adopted design, whatever their numbers are. */
export async function pagesOf(accord) {
  const rounds = await accord.admin.get('/rounds')
  const round = rounds.find((round) => round.sample)
  const { items } = await accord.admin.get(`/rounds/${round.id}/proposals`)
  const [best, last] = [items[0], items.at(-1)]
  const talked = items.find(({ title }) => title.startsWith('Send one person'))
  const selection = await accord.admin.get(`/rounds/${round.id}/selection`)
  const of = ({ key }) => (key.practice ? `practices/${key.practice}` : `proposals/${key.proposal}`)
  const { chosen, left } = selection.outcome
  return {
    stranger: {
      board: '/',
      'board, narrowed': `/rounds/${round.id}?stage=3&sort=contested`,
      'board, nothing found': '/?q=zzzzzz',
      proposal: `/proposals/${best.id}`,
      'proposal, talked about': `/proposals/${talked.id}`,
      'proposal, least supported': `/proposals/${last.id}`,
      propose: `/propose?round=${round.id}`,
      vote: `/vote?round=${round.id}`,
      design: '/design',
      'is it kept': '/promises',
      functions: '/functions',
      'how we moderate': '/moderation',
      'a function': '/functions?name=Sales',
      'draft design': `/rounds/${round.id}/draft`,
      'common ground': `/rounds/${round.id}/common-ground`,
      'why it is in': `/why/${of(chosen.find(({ way }) => way === 'bought') ?? chosen[0])}`,
      'why it is not': `/why/${of(left.find(({ why }) => why.unaffordable) ?? left[0])}`,
      'sign in': '/sign-in',
      'sign in, code': '/sign-in?email=ada%40mail.example&next=%2F&sent=1',
      'sign in, link': '/sign-in/link?token=none',
      nowhere: '/nowhere',
    },
    customer: {
      board: `/rounds/${round.id}`,
      proposal: `/proposals/${best.id}`,
      'proposal, talked about': `/proposals/${talked.id}`,
      propose: `/propose?round=${round.id}`,
      vote: `/vote?round=${round.id}`,
      me: '/me',
      'what came of it': '/me/effect',
      news: '/notices',
      'is it kept': '/promises',
      'how we moderate': '/moderation',
      'not for customers': '/studio',
    },
    staff: {
      board: '/',
      'proposal, talked about': `/proposals/${talked.id}`,
      queue: '/queue',
      studio: `/studio?round=${round.id}`,
      'is it kept': '/promises',
      'version 0': `/studio?today=true&round=${round.id}`,
      accounts: '/accounts',
      people: '/people',
      log: '/audit',
      'log, narrowed': '/audit?noun=proposal&q=carla',
      rounds: `/manage?round=${round.id}`,
      'is the vote sound': `/rounds/${round.id}/integrity`,
      'a round of one’s own': `/manage?round=${accord.round}`,
    },
  }
}

/** People for those pages, and something that waits for the moderator. */
export async function peopleOf(accord) {
  const carla = await accord.customer('Carla Customer', 'Customers United')
  await accord.proposalBy(carla, 'Write to us in our own language')
  await accord.proposalBy(carla, 'Stop the surveys after every call', { kind: 'stop' })
  await accord.published(carla, 'Tell us who decides, and when')
  return { stranger: undefined, customer: carla.email, staff: ADMIN.email }
}
