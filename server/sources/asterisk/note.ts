/**
 * What the source notes durably, so that after a restart stays keep their names and queue_log is read on: open stays, open conversations
 * and the numbers used for their contacts. No names and no customers' numbers.
 */
import { ID_MAX_LENGTH } from '../../../shared/ids.ts';
import { parse, v } from '../../../shared/schema.ts';
import { contactOf, openStay, stayKey } from './contacts.ts';
import { openTalk } from './conversations.ts';
import { type LogPosition, positionSchema } from './queue-log/follow.ts';
import { ours, type TranslatorState } from './state.ts';

const text = v.pipe(v.string(), v.maxLength(ID_MAX_LENGTH));

const noteSchema = v.object({
  version: v.literal(1),
  log: v.nullable(positionSchema),
  contacts: v.array(
    v.object({ id: text, linkedid: text, startedAt: v.nullable(v.number()), isFollowed: v.boolean(), counts: v.record(text, v.number()) }),
  ),
  stays: v.array(v.object({ uniqueid: text, queueId: text, contactId: text, segmentId: text, joinedAt: v.number() })),
  talks: v.array(v.object({ agentId: text, queueId: text, uniqueid: text, legId: text, contactId: text, segmentId: text, startedAt: v.number() })),
});
export type Note = v.InferOutput<typeof noteSchema>;

/** Reads a note; null for none, or for one of another version or damaged: then the source begins anew. */
export function readNote(raw: unknown): Note | null {
  const read = parse(noteSchema, raw);
  return read.ok ? read.value : null;
}

/** What is worth keeping of the state now. */
export function noteOf(state: TranslatorState, log: LogPosition | null): Note {
  const stays = [...state.stays.values()].filter(({ exit }) => exit === null);
  const talks = [...state.agents.values()].flatMap(({ talk }) => {
    if (talk === null || talk.contactId === null || talk.segmentId === null) return [];
    const { agentId, queueId, uniqueid, legId, contactId, segmentId, startedAt } = talk;
    return [{ agentId, queueId, uniqueid, legId, contactId, segmentId, startedAt }];
  });
  const inUse = new Set([...stays, ...talks].map(({ contactId }) => contactId));
  const linkedids = new Map([...state.aliases].map(([linkedid, contactId]) => [contactId, linkedid]));
  const contacts = [...inUse].flatMap((id) => {
    const contact = state.contacts.get(id);
    if (contact === undefined) return [];
    const { startedAt, isFollowed, counts } = contact;
    return [{ id, linkedid: linkedids.get(id) ?? id, startedAt, isFollowed, counts: Object.fromEntries(counts) }];
  });
  return {
    version: 1,
    log,
    contacts,
    stays: stays.map((stay) => {
      const { uniqueid, queueId, contactId, segmentId } = stay;
      return { uniqueid, queueId, contactId, segmentId, joinedAt: ours(state, stay.joinedAt, stay.joinQuality) };
    }),
    talks,
  };
}

/** Puts a note into a fresh state. What has ended meanwhile is missing in the first snapshot, and forgotten then. */
export function restoreNote(state: TranslatorState, note: Note, at: number): void {
  for (const { id, linkedid, startedAt, isFollowed, counts } of note.contacts) {
    state.contacts.set(id, { id, startedAt, isFollowed, counts: new Map(Object.entries(counts)), lastExit: 'none', seenAt: at });
    if (linkedid !== id) state.aliases.set(linkedid, id);
  }
  for (const stay of note.stays) {
    contactOf(state, stay.contactId, at);
    const key = stayKey(stay.uniqueid, stay.queueId);
    openStay(state, { ...stay, key, joinQuality: 'received', isProvisional: false, left: null, exit: null, isMissingSince: null, seenAt: at });
  }
  for (const talk of note.talks) {
    contactOf(state, talk.contactId, at).lastExit = 'answered';
    openTalk(state, { ...talk, seenAt: at, isEstimated: false, isHeld: false, endedAt: null, lostAt: null, by: 'unknown' });
  }
}
