/** Entries of snapshots that name no stay: however often one is shown, it is one stay. */
import { describe, expect, test } from 'vitest';
import { MINUTE_MS, SECOND_MS, toIso } from '../../../../shared/time.ts';
import { fact, T0 } from '../../../support/facts.ts';
import { Folded } from '../../../support/fold.ts';

type Entry = { contactId?: string; queueId?: string; since?: number; segmentId?: string };

const about = { contactId: 'c', queueId: 'q' };

/** What the platform shows at an instant. */
const shown = (at: number, waiting: readonly Entry[], talking: readonly (Entry & { agentId: string })[] = []) => {
  const row = ({ since = T0, ...entry }: Entry) => ({ ...about, ...entry, since: toIso(since) });
  const data = { scope: 'source', asOf: toIso(at), agents: [], waiting: waiting.map(row), talking: talking.map(row) };
  return fact('cc.snapshot.v1', at, data, { id: `snapshot-${at}` });
};

const minute = (n: number) => T0 + n * MINUTE_MS;
const queued = (at: number, more: object = {}) => fact('cc.contact.queued.v1', at, { ...about, ...more });
const answered = (at: number, more: object = {}) => fact('cc.contact.answered.v1', at, { ...about, agentId: 'a', ...more });
const ended = (at: number, more: object = {}) => fact('cc.contact.ended.v1', at, { ...about, agentId: 'a', by: 'customer', ...more });
const abandoned = (at: number, more: object = {}) => fact('cc.contact.abandoned.v1', at, { ...about, ...more });

const stays = (events: ConstructorParameters<typeof Folded>[0], now = minute(10)) => new Folded(events, now).stays;

describe('only ever seen by snapshots', () => {
  const three = (since: (n: number) => number) => [1, 2, 3].map((n) => shown(minute(n), [{ since: since(n) }]));

  test.each([
    ['the same since', () => T0],
    ['a since that moves on with the snapshot', (n: number) => minute(n)],
    ['a since in rounded seconds', (n: number) => T0 + (n % 2) * SECOND_MS],
    ['a since that moves back', (n: number) => minute(1) - n * SECOND_MS],
  ])('three snapshots with %s are one stay, from the earliest', (_, since) => {
    const earliest = Math.min(since(1), since(2), since(3));
    expect(stays(three(since))).toMatchObject([{ outcome: 'open', offeredAt: earliest, estimated: true }]);
    expect(stays([...three(since), abandoned(minute(4))])).toMatchObject([{ outcome: 'abandoned', offeredAt: earliest, exitAt: minute(4) }]);
    expect(stays([...three(since), shown(minute(4), [])])).toMatchObject([{ outcome: 'lost', offeredAt: earliest, exitAt: minute(4) }]);
    const row = new Folded(three(since), minute(4)).queue('q');
    expect(row).toMatchObject({ waiting: 1, windows: { day: { components: { offered: 1 } } } });
  });

  test('waiting, then talking, then gone is one stay that was answered', () => {
    const talks = [3, 4].map((n) => shown(minute(n), [], [{ agentId: 'a', since: minute(2) + n * SECOND_MS }]));
    expect(stays([shown(minute(1), [{}]), shown(minute(2), [{}]), ...talks])).toMatchObject([{ outcome: 'answered', offeredAt: T0, agentId: 'a' }]);
  });

  test('in another queue it is another stay', () => {
    const other = { queueId: 'p', since: minute(1) + SECOND_MS };
    expect(stays([shown(minute(1), [{}]), shown(minute(2), [other]), shown(minute(3), [other])])).toMatchObject([
      { queueId: 'q', outcome: 'lost', exitAt: minute(2) },
      { queueId: 'p', outcome: 'open', offeredAt: minute(1) + SECOND_MS },
    ]);
  });

  test('who is shown no more is lost, though another waits in the same queue', () => {
    const d = { contactId: 'd' };
    expect(stays([shown(minute(1), [{}, d]), shown(minute(2), [d])])).toMatchObject([
      { contactId: 'c', outcome: 'lost', exitAt: minute(2) },
      { contactId: 'd', outcome: 'open' },
    ]);
  });

  test('a talk of which the platform names neither stay nor queue goes on while it is shown', () => {
    const talk = (n: number) => fact('cc.snapshot.v1', minute(n), { ...talking, asOf: toIso(minute(n)) }, { id: `snapshot-${n}` });
    const talking = { scope: 'source', agents: [], waiting: [], talking: [{ contactId: 'c', agentId: 'a', since: toIso(minute(1)) }] };
    expect(stays([queued(T0), answered(minute(1)), talk(2), talk(3), ended(minute(4))])).toMatchObject([{ handled: true, talkMs: 3 * MINUTE_MS }]);
  });
});

describe('told by facts too', () => {
  test.each([{}, { segmentId: 'c:1' }])('a contact that waits, %o, and is shown three times waits once', (named) => {
    const snapshots = [1, 2, 3].map((n) => shown(minute(n), [{ since: T0 + n * SECOND_MS }]));
    for (const events of [
      [queued(T0, named), ...snapshots],
      [...snapshots, queued(T0, named)],
      [...snapshots.slice(0, 1), queued(T0, named), ...snapshots.slice(1)],
    ]) {
      expect(stays(events)).toMatchObject([{ outcome: 'open', offeredAt: T0, estimated: false }]);
      expect(stays([...events, abandoned(minute(4), named)])).toMatchObject([{ outcome: 'abandoned', waitMs: 4 * MINUTE_MS }]);
    }
  });

  test.each([{}, { segmentId: 'c:1' }])('a snapshot with an earlier since, %o, gives way to the real entry', (named) => {
    const snapshots = [1, 2].map((n) => shown(minute(n), [{ since: T0 - SECOND_MS }]));
    for (const events of [
      [queued(T0, named), ...snapshots],
      [...snapshots, queued(T0, named)],
    ])
      expect(stays(events)).toMatchObject([{ outcome: 'open', offeredAt: T0, estimated: false }]);
  });

  test.each([{}, { segmentId: 'c:1' }])('an entry, %o, after it was shown waiting is another one', (named) => {
    expect(stays([shown(minute(1), [{}]), queued(minute(2), named)])).toMatchObject([{ offeredAt: T0 }, { offeredAt: minute(2) }]);
  });

  test.each([{}, { segmentId: 'c:1' }])('what was only shown, %o, is answered or abandoned by the facts that come', (named) => {
    const snapshots = [shown(minute(1), [{}]), shown(minute(2), [{}])];
    expect(stays([...snapshots, abandoned(minute(3), named)])).toMatchObject([{ outcome: 'abandoned', offeredAt: T0, exitAt: minute(3) }]);
    const talk = [answered(minute(3), named), ended(minute(4), named)];
    expect(stays([...snapshots, ...talk])).toMatchObject([{ outcome: 'answered', waitMs: 3 * MINUTE_MS, handled: true }]);
  });

  test.each([{}, { segmentId: 'c:1' }])('%o: back in the queue after a talk, as snapshots show, it is a second stay, once', (named) => {
    const first = [queued(T0, named), answered(minute(1), named), ended(minute(2), named)];
    const again = [4, 5, 6].map((n) => shown(minute(n), [{ since: minute(3) }]));
    expect(stays([...first, ...again])).toMatchObject([
      { outcome: 'answered', offeredAt: T0 },
      { outcome: 'open', offeredAt: minute(3) },
    ]);
  });

  test.each([{}, { segmentId: 'c:1' }])('%o: a talk that is shown while it lasts is one answer', (named) => {
    const talks = [2, 3].map((n) => shown(minute(n), [], [{ agentId: 'a', since: minute(1) + n * SECOND_MS }]));
    const events = [queued(T0, named), answered(minute(1), named), ...talks, ended(minute(4), named)];
    expect(stays(events)).toMatchObject([{ outcome: 'answered', offeredAt: T0, answeredAt: minute(1), talkMs: 3 * MINUTE_MS, handled: true }]);
  });
});
