/**
 * The unsettled contacts as the saved state has them: their facts and all that is counted for them as columns, since written one by one the names of
 * their fields would be most of it. What is counted is saved and not derived again at a start: a later version may derive otherwise, and has to
 * take out what this one put in. Owns the form.
 */
import type { ContactEvent } from '../../shared/events/event.ts';
import { type Columns, fromColumns, fromMixed, type Mixed, toColumns, toMixed } from './columns.ts';
import type { AgentInterval, Derived, MissedOffer } from './contact.ts';
import { contactKey } from './contacts.ts';
import type { ContactRow, StayRow } from './rows.ts';
import type { Sighting } from './segments.ts';
import type { Contact } from './state.ts';

/** Of each contact how many of the rows that follow are its own. */
type Head = Pick<Contact, 'source' | 'contactId'> &
  Pick<Derived, 'open' | 'wrappingSince' | 'lastAt'> & { facts: number; isCounted: boolean; stays: number; rows: number; intervals: number };
type Fact = Omit<ContactEvent, 'data' | 'source' | 'sourceTime'> & { skewMs: number };
/** What hardly any contact has. */
type Rare = { sightings: readonly Sighting[]; prior: ContactRow | null; missed: MissedOffer[]; anomalies: string[] };

export type ContactsDump = {
  readonly heads: Columns<Head>;
  readonly facts: Mixed;
  readonly data: Mixed;
  readonly stays: Columns<StayRow>;
  readonly rows: Columns<ContactRow>;
  readonly intervals: Columns<AgentInterval>;
  /** By the place of the contact. */
  readonly rare: readonly (readonly [number, Rare])[];
};

/** All of them, in their order. */
export function dumpContacts(contacts: readonly Contact[]): ContactsDump {
  const derived = contacts.flatMap((contact) => contact.derived ?? []);
  const facts = contacts.flatMap((contact) => contact.facts);
  return {
    heads: toColumns(contacts.map(headOf)),
    facts: toMixed(facts.map(({ data: _, source: __, sourceTime, ...fact }): Fact => ({ ...fact, skewMs: sourceTime - fact.at }))),
    data: toMixed(facts.map(({ data }) => data)),
    stays: toColumns(derived.flatMap(({ stays }) => stays)),
    rows: toColumns(derived.flatMap(({ contact }) => contact ?? [])),
    intervals: toColumns(derived.flatMap(({ intervals }) => intervals)),
    rare: contacts.flatMap((contact, place) => {
      const rare = rareOf(contact);
      return rare === null ? [] : [[place, rare] as const];
    }),
  };
}

function headOf({ source, contactId, facts, derived }: Contact): Head {
  return {
    source,
    contactId,
    facts: facts.length,
    isCounted: derived !== null,
    stays: derived?.stays.length ?? 0,
    rows: derived?.contact == null ? 0 : 1,
    intervals: derived?.intervals.length ?? 0,
    open: derived?.open ?? false,
    wrappingSince: derived?.wrappingSince ?? null,
    lastAt: derived?.lastAt ?? 0,
  };
}

function rareOf({ sightings, prior, derived }: Contact): Rare | null {
  const { missed, anomalies } = derived ?? { missed: [], anomalies: [] };
  return sightings.length + missed.length + anomalies.length === 0 && prior === null ? null : { sightings, prior, missed, anomalies };
}

/** The contacts again. */
export function loadContacts(dump: ContactsDump): Contact[] {
  const [facts, data] = [fromMixed(dump.facts) as Fact[], fromMixed(dump.data)];
  const [stays, rows, intervals] = [fromColumns(dump.stays), fromColumns(dump.rows), fromColumns(dump.intervals)];
  const rare = new Map(dump.rare);
  const next = { facts: 0, stays: 0, rows: 0, intervals: 0 };
  return fromColumns(dump.heads).map((head, place) => {
    const { source, contactId, open, wrappingSince, lastAt } = head;
    const { sightings = [], prior = null, missed = [], anomalies = [] } = rare.get(place) ?? {};
    const first = next.facts;
    next.facts += head.facts;
    // Data and type were written of one fact.
    const told = facts.slice(first, next.facts).map(({ skewMs, ...fact }, n) => factOf(source, fact, skewMs, data[first + n])) as ContactEvent[];
    const derived: Derived | null = head.isCounted
      ? {
          stays: stays.slice(next.stays, next.stays + head.stays),
          contact: head.rows === 0 ? null : (rows[next.rows] as ContactRow),
          intervals: intervals.slice(next.intervals, next.intervals + head.intervals),
          missed,
          open,
          wrappingSince,
          lastAt,
          anomalies,
        }
      : null;
    next.stays += head.stays;
    next.rows += head.rows;
    next.intervals += head.intervals;
    const firstAt = told[0]?.at ?? Number.POSITIVE_INFINITY;
    return { key: contactKey(source, contactId), source, contactId, facts: told, firstAt, sightings: [...sightings], derived, prior, dirty: false };
  });
}

function factOf(source: string, { id, type, at, sequence, timequality, origin }: Omit<Fact, 'skewMs'>, skewMs: number, data: unknown): object {
  return { source, id, type, at, sourceTime: at + skewMs, sequence, timequality, origin, data };
}
