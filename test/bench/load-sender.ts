/**
 * A platform in a process of its own: so many facts a second of a floor of 40 queues and 500 agents, 40 of them in one team, and twice a second a
 * marker: a pause of one of them with a reason that is never said again. Says at its end when each marker was acknowledged.
 */
import { toIso } from '../../shared/time.ts';
import { cloudEvent, postEvents, SENDER } from '../support/app.ts';
import { floorFacts } from '../support/facts.ts';

export type Plan = { url: string; rate: number; seconds: number };
export type Marked = { marker: number; acknowledged: number };
export type Sent = { posted: number; seconds: number; markers: Marked[] };

/** The board that the walls show: twelve queues, and a team of forty. */
export const BOARD = `floor?${Array.from({ length: 12 }, (_, n) => `queue=q${n}`).join('&')}&team=bench`;
const STEP_MS = 50;
const MARKER_MS = 500;
const AGENTS = 500;
const IN_TEAM = 40;

const now = () => performance.timeOrigin + performance.now();

type Timed = { at: number; type: string; id: string; data: Record<string, unknown> };

/** Facts in the pace asked for: those of a quiet floor, told faster. */
function facts({ rate, seconds }: Plan): Timed[] {
  const wanted = rate * seconds;
  const all = floorFacts({ seed: 11, contacts: Math.ceil(wanted / 3), agents: AGENTS, queues: 40, spanMs: 600_000, source: SENDER }).slice(0, wanted);
  if (all.length < wanted) throw new Error(`only ${all.length} facts`);
  return all.map(({ type, id, data }, n) => {
    const { contactStartedAt: _, ...rest } = data as Record<string, unknown>;
    return { at: (n / rate) * 1000, type: type.replace(/^cc\.|\.v1$/g, ''), id, data: rest };
  });
}

async function run(plan: Plan): Promise<Sent> {
  const all = facts(plan);
  const team = Array.from({ length: IN_TEAM }, (_, n) =>
    cloudEvent('agent.config', Date.now(), { agentId: `a${n}`, effectiveAt: toIso(Date.now()), team: 'bench' }),
  );
  const marker = cloudEvent('agent.membership', Date.now(), { agentId: 'a0', queueId: 'q0', joined: true });
  await post(plan.url, [...team, marker]);
  const start = now();
  const markers: Promise<Marked>[] = [];
  const sent: Promise<void>[] = [];
  let next = 0;
  while (next < all.length) {
    const elapsed = now() - start;
    const due: object[] = [];
    for (let fact = all[next]; fact !== undefined && fact.at <= elapsed && due.length < 500; fact = all[++next])
      due.push(cloudEvent(fact.type, Math.floor(start + fact.at), fact.data, fact.id));
    if (due.length > 0) sent.push(post(plan.url, due));
    if (elapsed > markers.length * MARKER_MS) markers.push(mark(plan.url, markers.length));
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
  await Promise.all(sent);
  return { posted: all.length, seconds: (now() - start) / 1000, markers: await Promise.all(markers) };
}

async function mark(url: string, marker: number): Promise<Marked> {
  const data = { agentId: 'a0', queueId: 'q0', joined: true, paused: true, reason: `m${marker}` };
  await post(url, [cloudEvent('agent.membership', Date.now(), data)]);
  return { marker, acknowledged: now() };
}

async function post(url: string, events: readonly object[]): Promise<void> {
  const response = await postEvents(url, events);
  const answer: unknown = await response.json();
  const isWhole = response.ok && typeof answer === 'object' && answer !== null && 'rejected' in answer && JSON.stringify(answer.rejected) === '[]';
  if (!isWhole) throw new Error(`${response.status} ${JSON.stringify(answer).slice(0, 300)}`);
}

process.on('message', (plan: Plan) => {
  run(plan).then(
    (sent) => process.send?.(sent),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));
