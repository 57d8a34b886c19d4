import type { ContactRow } from '../../server/engine/rows.ts';

/** What is counted of a contact that was answered after 20 seconds; tests say what is different. */
export const ANSWERED: Omit<
  ContactRow,
  'source' | 'contactId' | 'channel' | 'direction' | 'firstQueueId' | 'startedAt' | 'stays' | 'offeredAt' | 'exitAt' | 'answeredAt'
> = {
  outcome: 'answered',
  exitReason: null,
  waitMs: 20_000,
  endedAt: null,
  handled: false,
  talkMs: 0,
  holdMs: 0,
  acwMs: null,
  acwSource: 'unknown',
  targetMs: 20_000,
  shortMs: 5000,
  inTarget: true,
  short: false,
  settingsVersion: 1,
  ringNoAnswer: 0,
  transferredWarm: 0,
  transferredBlind: 0,
  overStatutory: null,
  firstResponses: 0,
  firstResponseWaitMs: 0,
  estimated: false,
};
