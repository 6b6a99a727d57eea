// The page table, as those who may see each page meet it. A test (`server/tests/api/looked_at.rs`) fails where a route has no page here.

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
      'proposal, merged': `/proposals/${accord.merged}`,
      'proposal, least supported': `/proposals/${last.id}`,
      propose: `/propose?round=${round.id}`,
      vote: `/vote?round=${round.id}`,
      design: '/design',
      'one version': '/design/-1',
      'journey of a culture': '/design/-1/journey?culture=1',
      'path to purchase': '/design/-1/path',
      'a moment': '/design/-1/moments/3/1',
      slides: '/design/-1/slides',
      'two versions': '/design/compare?from=-1&to=-1',
      'sign-off': `/rounds/${round.id}/sign-off`,
      'is it kept': '/promises',
      'is it kept, one cell': '/promises?cell=3-1',
      'one promise': `/promises/${accord.promise}`,
      'you said, we did': '/you-said-we-did',
      functions: '/functions',
      'how we moderate': '/moderation',
      'a function': '/functions?name=Sales',
      'draft design': `/rounds/${round.id}/draft`,
      'common ground': `/rounds/${round.id}/common-ground`,
      'why it is in': `/why/${of(chosen.find(({ way }) => way === 'bought') ?? chosen[0])}`,
      'why it is not': `/why/${of(left.find(({ why }) => why.unaffordable) ?? left[0])}`,
      'join one’s colleagues': `/join/${accord.joins}`,
      'was it kept': `/was-it-kept/${accord.asked}`,
      'is this what you said': `/on-behalf/${accord.noted}`,
      'do you come': `/invitations/${accord.invited}`,
      'is this what you said there': `/outcomes/${accord.outcome}`,
      'sign in': '/sign-in',
      'sign in, code': '/sign-in?email=ada%40mail.example&next=%2F&sent=1',
      'sign in, link': '/sign-in/link?token=none',
      'sign in, from a product': '/sign-in/hand-over?token=none',
      'no more letters': `/letters/${accord.stops}/activity`,
      nowhere: '/nowhere',
    },
    customer: {
      board: `/rounds/${round.id}`,
      proposal: `/proposals/${best.id}`,
      'proposal, talked about': `/proposals/${talked.id}`,
      'proposal, merged': `/proposals/${accord.merged}`,
      'proposal, changed since': `/proposals/${accord.changed}`,
      propose: `/propose?round=${round.id}`,
      vote: `/vote?round=${round.id}`,
      me: '/me',
      'other customers': `/rounds/${round.id}/customers`,
      'what we are buying': '/account',
      'what we are buying, a new one': '/account?purchase=new',
      'what came of it': '/me/effect',
      'my activities': '/activities',
      'an activity': `/activities/${accord.activity}`,
      'is this what I said there': `/me/outcomes/${accord.said}`,
      news: '/notices',
      'is it kept': '/promises',
      'how we moderate': '/moderation',
      'not for customers': '/studio',
    },
    staff: {
      board: '/',
      'proposal, talked about': `/proposals/${talked.id}`,
      'proposal, merged': `/proposals/${accord.merged}`,
      queue: '/queue',
      studio: `/studio?round=${round.id}`,
      'is it kept': '/promises',
      'version 0': `/studio?today=true&round=${round.id}`,
      accounts: '/accounts',
      account: `/accounts/${accord.account}`,
      'engagement card': `/accounts/${accord.account}/card`,
      'purchases from a CRM': '/accounts/purchases',
      'whom to invite': '/accounts/profile?stage=Assessment',
      'whom to invite, nothing said': '/accounts/profile',
      'account, a purchase': `/accounts/${accord.account}?purchase=${accord.purchase}`,
      people: '/people',
      'follow-up': '/follow-up',
      activities: '/activities?plan=1',
      'activity, planned': `/activities/${accord.activity}`,
      'activity, held': `/activities/${accord.held}`,
      'on behalf': `/on-behalf?proposal=${best.id}`,
      'ask customers': '/ask',
      'the company’s lists': '/lists',
      'you said, we did': '/you-said-we-did',
      'other programs': '/programs',
      log: '/audit',
      'log, narrowed': '/audit?noun=proposal&q=carla',
      rounds: `/manage?round=${round.id}`,
      'how people sign in': '/manage/sign-in',
      'is the vote sound': `/rounds/${round.id}/integrity`,
      'path to purchase, of staff': '/design/-1/path',
      'sign-off, of staff': `/rounds/${round.id}/sign-off`,
      'draft in review': `/rounds/${accord.round}/sign-off`,
      'draft in review, as a path': `/design/draft-${accord.round}/path`,
      'draft, as slides': `/design/draft-${round.id}/slides`,
      'version 0, as a journey': `/design/today-${round.id}/journey`,
      'version 0, a moment': `/design/today-${round.id}/moments/0/0`,
      'the draft beside a version': `/design/compare?to=draft&round=${round.id}&from=-1`,
      'a round of one’s own': `/manage?round=${accord.round}`,
    },
  }
}

/** People for those pages, and something that waits for the moderator. */
export async function peopleOf(accord) {
  // Letters come in no order of their own.
  const keyIn = async (email, link) => (await accord.letterTo(email, link)).match(link)[1]
  const carla = await accord.customer('Carla Customer', 'Customers United')
  await accord.proposalBy(carla, 'Write to us in our own language')
  await accord.proposalBy(carla, 'Stop the surveys after every call', { kind: 'stop' })
  accord.account = (await accord.accountNamed('Customers United')).id
  const bought = { name: 'A line of pumps', stage: 'Assessment', culture: 'Value Added' }
  accord.purchase = (await accord.admin.post(`/accounts/${accord.account}/purchases`, bought)).id
  const { link } = await accord.admin.post(`/accounts/${accord.account}/links`, { days: 7, most: 5 })
  accord.joins = link.split('/').at(-1)
  await accord.admin.post(`/accounts/${accord.account}/notes`, { text: 'They want to hear from **one** person.' })
  const { id } = await accord.published(carla, 'Tell us who decides, and when')
  const { email } = await accord.customer('Nora Noted', 'Noted')
  await accord.admin.post(`/proposals/${id}/on-behalf`, { email, stance: 'agree', source: 'call', said: '2026-01-02' })
  const tom = await accord.customer('Tom Twin', 'Twins')
  const twin = await accord.published(tom, 'Say who decides at your side, and when they do')
  await accord.vote(carla, twin, 'agree')
  await accord.admin.post(`/proposals/${twin.id}/merge`, { into: id })
  accord.merged = id
  const changed = await accord.published(tom, 'Give us one number to call')
  await accord.vote(carla, changed, 'agree', { strength: 'important' })
  const words = { kind: 'start', title: 'Give us one number to call, day and night', why: 'We would be served better.', stages: [0, 3], cultures: [1] }
  await (await accord.caller(tom.email)).post(`/proposals/${changed.id}`, words)
  await accord.admin.post(`/proposals/${changed.id}/verdict`, { decision: 'publish' })
  accord.changed = changed.id
  const meeting = { round: accord.round, kind: 'workshop', description: 'Bring **one** wish.', offset: '+01:00', link: 'https://meet.example/room' }
  const at = (year) => ({ starts: `${year}-05-12T14:00`, ends: `${year}-05-12T16:00` })
  const plan = async (title, year) => (await accord.admin.post('/activities', { ...meeting, title, ...at(year) })).id
  accord.activity = await plan('How should the first visit go?', 2096)
  await accord.admin.post(`/activities/${accord.activity}/people`, { email })
  const invitation = await accord.letterTo(email, /\/invitations\//)
  accord.invited = invitation.match(/\/invitations\/([\w-]+)/)[1]
  accord.stops = invitation.match(/\/letters\/([\w-]+)\//)[1]
  await accord.admin.post(`/activities/${accord.activity}/people`, { email: carla.email })
  accord.held = await plan('What went wrong last year?', 2025)
  await accord.admin.post(`/activities/${accord.held}/people`, { email: carla.email })
  await accord.admin.post(`/activities/${accord.held}/held`, { people: [carla.id] })
  await accord.admin.post(`/activities/${accord.held}/notes`, { text: 'They were **angry** at first.' })
  const told = { person: carla.id, kind: 'start', title: 'Call us back the same day', why: 'We wait for days.', stages: [3], cultures: [1] }
  await accord.admin.post(`/activities/${accord.held}/proposals`, told)
  accord.outcome = await keyIn(carla.email, /\/outcomes\/([\w-]+)/)
  accord.said = (await (await accord.caller(carla.email)).get('/me/outcomes'))[0].id
  const { promises } = await accord.admin.get('/promises')
  const { practice } = promises.find(({ progress }) => progress === 'in_place')
  accord.promise = practice
  await accord.admin.post('/asks', { email: carla.email, practice })
  accord.asked = await keyIn(carla.email, /\/was-it-kept\/(\S+)/)
  accord.noted = await keyIn(email, /\/on-behalf\/(\S+)/)
  return { stranger: undefined, customer: carla.email, staff: ADMIN.email }
}
