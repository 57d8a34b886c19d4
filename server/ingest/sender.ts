/**
 * A sender over HTTP has no connection that could break: it is known by how often it is heard. Owns its row on the wall, and the decision
 * whether its silence makes what it told doubtful. Every answered request of it is a sign of life, an empty batch too.
 */
import type { SourceRow } from '../../shared/board.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/time.ts';
import { countAnomaly } from '../engine/anomaly.ts';
import type { Engine } from '../engine/engine.ts';
import { type Presence, presenceOf } from '../engine/presence.ts';
import type { Logger } from '../log.ts';
import { Rate } from './rate.ts';
import { type Health, sourceRow } from './sink.ts';

/** How often a sender is to be heard, in milliseconds; `off`: its silence says nothing; null: nobody has said. */
export type Rhythm = number | 'off' | null;

/** Where nobody has said: somebody waits on the line, and a quarter of an hour goes by without a word. It is what facts may be late. */
const WAITING_MS = 15 * MINUTE_MS;
/** Where nobody has said: agents are signed in, or talk, and nothing is told of them. */
const THERE_MS = HOUR_MS;
/** After a start a sender has this long to be heard, whatever was missed while there was nobody to hear it. */
const START_MS = MINUTE_MS;
/** Refused for longer than a sender takes to try again: it knows what we do not. */
const REFUSED_MS = 10 * SECOND_MS;

/** What is known of a sender's signs of life. Instants are milliseconds since 1970. */
export type Signs = {
  readonly rhythm: Rhythm;
  readonly startedAt: number;
  /** Null: never. */
  readonly heardAt: number | null;
  /** Since when its facts are refused because they cannot be stored; null where they are not. */
  readonly refusedSince: number | null;
  /** It has said itself that it is cut off, and not yet that it is back. */
  readonly toldDown: { readonly from: number; readonly reason: string } | null;
  /** Asked only where the answer counts. */
  readonly presence: () => Presence;
};

/** Why nobody can know whether what the sender told still holds, and since when; null where there is no doubt. */
export function doubtOf(signs: Signs, now: number): { readonly since: number; readonly reason: string } | null {
  const { startedAt, heardAt, refusedSince, toldDown } = signs;
  if (refusedSince !== null && now - refusedSince > REFUSED_MS) return { since: heardAt ?? refusedSince, reason: 'facts cannot be stored' };
  if (toldDown !== null) return { since: toldDown.from, reason: toldDown.reason === '' ? 'it says that it is cut off' : toldDown.reason };
  const silentMs = now - (heardAt ?? startedAt);
  const rhythmMs = rhythmOf(signs, silentMs);
  if (rhythmMs === null || silentMs <= rhythmMs || now - startedAt <= Math.min(rhythmMs, START_MS)) return null;
  return { since: heardAt ?? startedAt, reason: `nothing has come for longer than ${inWords(rhythmMs)}` };
}

/** Null where silence says nothing. */
function rhythmOf({ rhythm, heardAt, presence }: Signs, silentMs: number): number | null {
  if (rhythm === 'off') return null;
  if (rhythm !== null) return rhythm;
  if (heardAt === null || silentMs <= WAITING_MS) return null;
  const who = presence();
  return who === 'waiting' ? WAITING_MS : who === 'there' ? THERE_MS : null;
}

function inWords(ms: number): string {
  return ms % MINUTE_MS === 0 && ms >= 2 * MINUTE_MS ? `${ms / MINUTE_MS} min` : `${Math.round(ms / SECOND_MS)} s`;
}

/** Of what came, the example keeps so much: ids and times are the sender's own words. */
const EXAMPLE_MAX_LENGTH = 300;

export type SenderOptions = {
  readonly name: string;
  readonly rhythm: Rhythm;
  readonly now: number;
  readonly engine: () => Engine;
  readonly log: Logger;
};

export class Sender {
  readonly health: Health;
  readonly rhythm: Rhythm;
  readonly #options: SenderOptions;
  #refusedSince: number | null = null;

  constructor(options: SenderOptions) {
    const { name, rhythm, now, engine } = options;
    this.#options = options;
    this.rhythm = rhythm;
    // After a restart the newest of its facts: it has sent some, though not to this process.
    const lastEventAt = engine().state.watermarks.get(name) ?? null;
    this.health = {
      name,
      kind: 'http',
      state: 'up',
      since: now,
      reason: null,
      lastEventAt,
      aliveAt: null,
      skewMs: null,
      problems: [],
      rate: new Rate(),
    };
  }

  /** A request of it was answered. @param events that are stored; with none it is a sign of life alone. */
  heard(events: number, now: number): void {
    if (events > 0) {
      this.health.lastEventAt = now;
      this.health.rate.add(events, now);
      this.#refusedSince = null;
    }
    // What waits at the sender is not known here: that it lives does not make the figures younger.
    if (this.#refusedSince === null) this.health.aliveAt = now;
  }

  /** Facts of it could not be stored. */
  refused(now: number): void {
    this.#refusedSince ??= now;
  }

  /** Facts of it that will never count: the sender was told, and whoever looks at its row is. */
  rejected(facts: readonly { readonly id: string | null; readonly reason: string }[]): void {
    const { anomalies } = this.#options.engine().state;
    for (const { id, reason } of facts)
      countAnomaly(anomalies, this.health.name, 'rejected', (id === null ? reason : `${id}: ${reason}`).slice(0, EXAMPLE_MAX_LENGTH));
  }

  /** Its row on the wall. */
  row(now: number): SourceRow {
    const { health } = this;
    // A sender's clock may be ahead, and ours may have been set back: from here on its silence is measured.
    if ((health.lastEventAt ?? now) > now) health.lastEventAt = now;
    if ((health.aliveAt ?? now) > now) health.aliveAt = now;
    const doubt = doubtOf(this.#signs(now), now);
    const state = doubt === null ? 'up' : 'down';
    if (state !== health.state) {
      health.state = state;
      health.since = doubt?.since ?? now;
      this.#options.log.info('source', { source: health.name, state, reason: doubt?.reason });
    }
    health.reason = doubt?.reason ?? null;
    return sourceRow(health, this.#options.engine());
  }

  #signs(now: number): Signs {
    const { health, rhythm } = this;
    const { state } = this.#options.engine();
    const { lastEventAt, aliveAt } = health;
    const heardAt = lastEventAt === null && aliveAt === null ? null : Math.max(lastEventAt ?? 0, aliveAt ?? 0);
    const open = state.gaps.findLast((gap) => gap.source === health.name && gap.to === null);
    const presence = () => presenceOf(state, health.name);
    return {
      rhythm,
      startedAt: Math.min(now, this.#options.now),
      heardAt,
      refusedSince: this.#refusedSince,
      toldDown: open ?? null,
      presence,
    };
  }
}
